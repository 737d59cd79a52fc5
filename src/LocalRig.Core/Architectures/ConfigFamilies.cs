using System.Collections.Frozen;

namespace LocalRig.Architectures;

/// <summary>Which llama.cpp architecture a Hugging Face class becomes (conversion/*.py, the <c>register</c> decorators).</summary>
internal static class ConfigFamilies
{
    private static readonly FrozenDictionary<string, string> ByClass = new Dictionary<string, string>
    {
        ["LlamaForCausalLM"] = "llama",
        ["MistralForCausalLM"] = "llama",
        ["MixtralForCausalLM"] = "llama",
        ["Ministral3ForCausalLM"] = "mistral3",
        ["Llama4ForConditionalGeneration"] = "llama4",
        ["Llama4ForCausalLM"] = "llama4",
        ["Qwen2ForCausalLM"] = "qwen2",
        ["Qwen3ForCausalLM"] = "qwen3",
        ["Qwen3MoeForCausalLM"] = "qwen3moe",
        ["Qwen3NextForCausalLM"] = "qwen3next",
        ["Qwen3_5ForCausalLM"] = "qwen35",
        ["Qwen3_5ForConditionalGeneration"] = "qwen35",
        ["Qwen3_5MoeForCausalLM"] = "qwen35moe",
        ["Qwen3_5MoeForConditionalGeneration"] = "qwen35moe",
        ["Gemma3ForCausalLM"] = "gemma3",
        ["Gemma3ForConditionalGeneration"] = "gemma3",
        ["Gemma4ForCausalLM"] = "gemma4",
        ["Gemma4ForConditionalGeneration"] = "gemma4",
        ["Gemma4UnifiedForConditionalGeneration"] = "gemma4",
        ["GptOssForCausalLM"] = "gpt-oss",
        ["DeepseekV2ForCausalLM"] = "deepseek2",
        ["DeepseekV3ForCausalLM"] = "deepseek2",
        ["KimiK25ForConditionalGeneration"] = "deepseek2",
        ["Glm4MoeLiteForCausalLM"] = "deepseek2",
        ["Glm4MoeForCausalLM"] = "glm4moe",
        ["Phi3ForCausalLM"] = "phi3",
        ["MiniMaxM2ForCausalLM"] = "minimax-m2",
        ["GlmMoeDsaForCausalLM"] = "glm-dsa",
        ["DeepseekV32ForCausalLM"] = "deepseek32",
        ["DeepseekV4ForCausalLM"] = "deepseek4",
        // Nemotron-H is planned from its GGUF files; its config.json, whose layers are letters, isn't read yet
        ["Qwen2MoeForCausalLM"] = "qwen2moe",
        ["Qwen2VLForConditionalGeneration"] = "qwen2vl",
        ["Qwen2_5_VLForConditionalGeneration"] = "qwen2vl",
        ["Qwen3VLForConditionalGeneration"] = "qwen3vl",
        ["Qwen3VLMoeForConditionalGeneration"] = "qwen3vlmoe",
        ["GemmaForCausalLM"] = "gemma",
        ["Gemma2ForCausalLM"] = "gemma2",
        ["PhiForCausalLM"] = "phi2",
        ["PhiMoEForCausalLM"] = "phimoe",
        ["OlmoForCausalLM"] = "olmo",
        ["Olmo2ForCausalLM"] = "olmo2",
        ["Olmo3ForCausalLM"] = "olmo2",
        ["OlmoeForCausalLM"] = "olmoe",
        ["GraniteForCausalLM"] = "granite",
        ["GraniteMoeForCausalLM"] = "granitemoe",
        ["SmolLM3ForCausalLM"] = "smollm3",
        ["Starcoder2ForCausalLM"] = "starcoder2",
        ["ArceeForCausalLM"] = "arcee",
        ["ApertusForCausalLM"] = "apertus",
        ["NemotronForCausalLM"] = "nemotron",
        ["CohereForCausalLM"] = "command-r",
        ["Cohere2ForCausalLM"] = "cohere2",
        ["InternLM2ForCausalLM"] = "internlm2",
        ["SeedOssForCausalLM"] = "seed_oss",
        ["Ernie4_5ForCausalLM"] = "ernie4_5",
        ["Ernie4_5_ForCausalLM"] = "ernie4_5",
        ["Exaone4ForCausalLM"] = "exaone4",
        ["HunYuanDenseV1ForCausalLM"] = "hunyuan-dense",
        ["Glm4ForCausalLM"] = "glm4",
        ["Dots1ForCausalLM"] = "dots1",
        ["DeepseekForCausalLM"] = "deepseek",
        ["StableLmForCausalLM"] = "stablelm",
    }.ToFrozenDictionary();

    /// <summary>The architecture of a class, or the class itself, which LocalRig then reports as unknown.</summary>
    public static string Of(string className, ConfigReader config)
    {
        if (className == "Mistral3ForConditionalGeneration")
        {
            // conversion/mistral3.py: the text model decides
            return config.Text("model_type") == "ministral3" ? "mistral3" : "llama";
        }

        return ByClass.GetValueOrDefault(className) ?? FurtherClasses.Of(className) ?? className;
    }
}
