using System.Collections.Frozen;

namespace LocalRig.Architectures;

/// <summary>Classes of families beside the first ones, with the architecture llama.cpp's converter gives them (conversion/*.py, the
/// <c>register</c> decorators). A class whose family isn't listed yet is planned from its count of parameters.</summary>
internal static class FurtherClasses
{
    private static readonly FrozenDictionary<string, string> ByClass = new Dictionary<string, string>
    {
        ["Gemma3nForConditionalGeneration"] = "gemma3n",
        ["Gemma3TextModel"] = "gemma-embedding",
        ["GraniteMoeHybridForCausalLM"] = "granitehybrid",
        ["GPTBigCodeForCausalLM"] = "starcoder",
        ["AfmoeForCausalLM"] = "afmoe",
        ["InternLM3ForCausalLM"] = "llama",
        ["ExaoneForCausalLM"] = "exaone",
        ["ExaoneMoEForCausalLM"] = "exaone-moe",
        ["HunYuanMoEV1ForCausalLM"] = "hunyuan-moe",
        ["Ernie4_5_MoeForCausalLM"] = "ernie4_5-moe",
        ["ChatGLMModel"] = "chatglm",
        ["ChatGLMForConditionalGeneration"] = "chatglm",
        ["GlmForCausalLM"] = "chatglm",
        ["Lfm2ForCausalLM"] = "lfm2",
        ["Lfm2MoeForCausalLM"] = "lfm2moe",
        ["BailingMoeForCausalLM"] = "bailingmoe",
        ["BailingMoeV2ForCausalLM"] = "bailingmoe2",
        ["MiniCPMForCausalLM"] = "minicpm",
        ["MiniCPM3ForCausalLM"] = "minicpm3",
        ["KimiLinearForCausalLM"] = "kimi-linear",
        ["MiMoV2FlashForCausalLM"] = "mimo2",
        ["Step3p5ForCausalLM"] = "step35",
        ["FalconForCausalLM"] = "falcon",
        ["FalconH1ForCausalLM"] = "falcon-h1",
        ["GPTNeoXForCausalLM"] = "gptneox",
        ["BloomForCausalLM"] = "bloom",
        ["JambaForCausalLM"] = "jamba",
        ["DeciLMForCausalLM"] = "deci",
        ["OrionForCausalLM"] = "orion",
        ["XverseForCausalLM"] = "xverse",
        ["BertModel"] = "bert",
        ["XLMRobertaModel"] = "bert",
        ["NomicBertModel"] = "nomic-bert",
        ["JinaBertModel"] = "jina-bert-v2",
        ["ModernBertModel"] = "modern-bert",
    }.ToFrozenDictionary();

    /// <summary>The architecture of a class, or null.</summary>
    public static string? Of(string className) => ByClass.GetValueOrDefault(className);
}
