using System.Collections.Immutable;
using System.Text.Json;
using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>Puts a Hugging Face config.json into GGUF's words, by the rules of llama.cpp's converter (conversion/base.py and one file per
/// family, <c>set_gguf_parameters</c>). An unknown class keeps its name as architecture and is then reported as unknown.</summary>
public static class HuggingFaceConfig
{
    /// <summary>Reads config.json.</summary>
    /// <param name="json">The file's bytes.</param>
    /// <param name="withMtp">Whether multi-token-prediction layers are kept (the converter's default) or left out (--no-mtp).</param>
    /// <exception cref="JsonException">It is no JSON object, or holds text that is no Unicode.</exception>
    public static HuggingFaceModel Read(ReadOnlyMemory<byte> json, bool withMtp = true)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        try
        {
            return Read(document.RootElement, withMtp);
        }
        catch (InvalidOperationException text) // what JsonElement says of bytes or escapes that make no text
        {
            throw new JsonException("it holds text that is no Unicode.", text);
        }
    }

    /// <summary>Reads an already parsed config.</summary>
    /// <param name="root">The JSON object.</param>
    /// <param name="withMtp">Whether multi-token-prediction layers are kept.</param>
    /// <exception cref="JsonException">It is no JSON object.</exception>
    public static HuggingFaceModel Read(JsonElement root, bool withMtp = true)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("config.json is not a JSON object.");
        }

        var config = new ConfigReader(root);
        config.Family = ConfigFamilies.Of(ClassName(config), config);
        config.Values["general.architecture"] = config.Family;
        WriteCommon(config);
        switch (config.Family)
        {
            case "deepseek2" or "deepseek32" or "glm-dsa":
                WriteLatentAttention(config);
                WriteMtp(config, withMtp, config.Integer("num_nextn_predict_layers"));
                config.Write("attention.indexer.head_count", config.Integer("index_n_heads"));
                config.Write("attention.indexer.key_length", config.Integer("index_head_dim"));
                config.Write("attention.indexer.top_k", config.Integer("index_topk"));
                break;
            case "qwen3next" or "qwen35" or "qwen35moe":
                WriteDeltaNet(config, withMtp);
                break;
            case "glm4moe":
                WriteGlm(config, withMtp);
                break;
            case "gemma4":
                Gemma4Config.Write(config);
                break;
            case "llama4":
                WriteLlama4(config);
                break;
            case "minimax-m2": // its dense width is the experts' (src/models/minimax-m2.cpp)
                config.Write("feed_forward_length", config.Integer("intermediate_size", "moe_intermediate_size"));
                config.Write("expert_gating_func", 2L);
                break;
        }

        TraitConfig.Write(config);
        return new HuggingFaceModel(new Metadata(config.Values), Traits(config));
    }

    private static string ClassName(ConfigReader config) =>
        config.Texts("architectures") is [string first, ..] ? first : config.Text("architectures") ?? config.Text("model_type") ?? "";

    // conversion/base.py, set_gguf_parameters
    private static void WriteCommon(ConfigReader config)
    {
        long? headLength = config.Integer("head_dim");
        config.Write("block_count", config.Integer("num_hidden_layers", "n_layers", "n_layer"));
        config.Write("context_length", config.Integer("max_position_embeddings"));
        config.Write("embedding_length", config.Integer("hidden_size"));
        config.Write("vocab_size", config.Integer("vocab_size"));
        config.Write("feed_forward_length", config.Integer("intermediate_size"));
        config.Write("attention.head_count", config.Integer("num_attention_heads"));
        config.Write("attention.head_count_kv", config.Integer("num_key_value_heads"));
        config.Write("attention.key_length", headLength);
        config.Write("attention.value_length", headLength);
        config.Write("expert_count", config.Integer("num_local_experts", "num_experts", "n_routed_experts"));
        config.Write("expert_used_count", config.Integer("num_experts_per_tok", "top_k_experts"));
        config.Write("expert_shared_count", config.Integer("n_shared_experts"));
        config.Write("expert_shared_feed_forward_length", config.Integer("shared_expert_intermediate_size"));
        config.Write("expert_group_count", Above(config.Integer("n_group"), 1));
        config.Write("expert_group_used_count", Above(config.Integer("n_group"), 1) is null ? null : config.Integer("topk_group"));
        config.Write("leading_dense_block_count", config.Integer("first_k_dense_replace"));
        config.Write("expert_weights_scale", config.Number("routed_scaling_factor"));
        config.Write("expert_weights_norm", config.Flag("norm_topk_prob"));
        if (config.Family != "llama") // Mixtral's experts have the dense width
        {
            config.Write("expert_feed_forward_length", config.Integer("moe_intermediate_size", "expert_intermediate_size"));
        }

        if (config.Family is "gemma3" or "gpt-oss" or "gemma4" or "gemma2" or "olmo2" or "cohere2" or "exaone4")
        {
            config.Write("attention.sliding_window", config.Integer("sliding_window"));
        }

        if (config.Family == "gpt-oss" && config.Integer("moe_intermediate_size") is null)
        {
            config.Write("expert_feed_forward_length", config.Integer("intermediate_size"));
        }

        if (config.Number("partial_rotary_factor") is double part && HeadLength(config) is long length)
        {
            config.Write("rope.dimension_count", (long)(part * length));
        }
    }

    private static long? HeadLength(ConfigReader config) =>
        config.Integer("head_dim") ?? (config.Integer("hidden_size") / Math.Max(1, config.Integer("num_attention_heads") ?? 1));

    private static long? Above(long? value, long least) => value > least ? value : null;

    // conversion/deepseek.py: latent attention is stored as one key/value head of latent plus rotary part
    private static void WriteLatentAttention(ConfigReader config)
    {
        long latent = config.Integer("kv_lora_rank") ?? 0;
        long rotary = config.Integer("qk_rope_head_dim") ?? 0;
        config.Write("attention.head_count_kv", 1);
        config.Write("attention.kv_lora_rank", latent);
        config.Write("attention.q_lora_rank", config.Integer("q_lora_rank"));
        config.Write("attention.key_length", latent + rotary);
        config.Write("attention.value_length", latent);
        config.Write("attention.key_length_mla", config.Integer("qk_nope_head_dim") + rotary);
        config.Write("attention.value_length_mla", config.Integer("v_head_dim"));
        config.Write("rope.dimension_count", rotary);
        config.Write("expert_gating_func", config.Text("scoring_func") == "softmax" ? 1 : config.Text("topk_method") == "noaux_tc" ? 2 : (long?)null);
    }

    // conversion/qwen.py, Qwen3NextModel and the MTP mix-in
    private static void WriteDeltaNet(ConfigReader config, bool withMtp)
    {
        long valueHeads = config.Integer("linear_num_value_heads") ?? 0;
        config.Write("ssm.conv_kernel", config.Integer("linear_conv_kernel_dim"));
        config.Write("ssm.state_size", config.Integer("linear_key_head_dim"));
        config.Write("ssm.group_count", config.Integer("linear_num_key_heads"));
        config.Write("ssm.time_step_rank", valueHeads);
        config.Write("ssm.inner_size", (config.Integer("linear_value_head_dim") ?? 0) * valueHeads);
        config.Write("full_attention_interval", config.Integer("full_attention_interval") ?? 4);
        WriteMtp(config, withMtp, config.Integer("mtp_num_hidden_layers"));
    }

    // conversion/glm.py, Glm4MoeModel
    private static void WriteGlm(ConfigReader config, bool withMtp)
    {
        config.Write("expert_gating_func", 2);
        if (config.Number("partial_rotary_factor") is null)
        {
            config.Write("rope.dimension_count", HeadLength(config) / 2); // the converter's default factor of 0.5
        }

        WriteMtp(config, withMtp, config.Integer("num_nextn_predict_layers"));
    }

    private static void WriteMtp(ConfigReader config, bool withMtp, long? layers)
    {
        if (withMtp && layers > 0)
        {
            config.Write("nextn_predict_layers", layers);
            config.Write("block_count", config.Integer("num_hidden_layers") + layers);
        }
    }

    // conversion/llama.py, Llama4Model
    private static void WriteLlama4(ConfigReader config)
    {
        config.Write("expert_feed_forward_length", config.Integer("intermediate_size"));
        config.Write("feed_forward_length", config.Integer("intermediate_size_mlp"));
        config.Write("interleave_moe_layer_step", config.Integer("interleave_moe_layer_step"));
    }

    private static WeightTraits Traits(ConfigReader config)
    {
        bool isLlama3 = config.Object("rope_scaling") is { } scaling && IsRopeType(scaling, "llama3");
        return new WeightTraits
        {
            // Gemma ties even where the config leaves it out (its class default)
            TiedEmbeddings = config.Flag("tie_word_embeddings") ?? config.Family is "gemma3" or "gemma4" or "gemma" or "gemma2" or "command-r" or "cohere2",
            RotaryFactors = isLlama3 || config.Family == "gemma4",
            LongRotaryFactors = config.Object("rope_scaling") is { } longScaling && IsRopeType(longScaling, "longrope"),
            QueryKeyNorm = config.Flag("use_qk_norm") ?? config.Flag("qk_layernorm") ?? false,
            QkvBias = config.Flag("use_qkv_bias") ?? config.Flag("attention_bias") ?? false,
            AttentionOutputBias = config.Flag("attention_bias") ?? false,
            FeedForwardBias = config.Flag("mlp_bias") ?? false,
            SharesNorm = config.Flag("use_parallel_residual") ?? false,
            ExpertBias = config.Text("topk_method") == "noaux_tc",
            KeysAreValues = config.Flag("attention_k_eq_v") ?? false,
        };
    }

    private static bool IsRopeType(JsonElement scaling, string type) =>
        (scaling.TryGetProperty("rope_type", out JsonElement name) || scaling.TryGetProperty("type", out name))
        && name.ValueKind == JsonValueKind.String
        && name.ValueEquals(type);
}
