using System.Collections.Immutable;

namespace LocalRig.Architectures;

/// <summary>Gemma 4's config in GGUF's words (conversion/gemma.py, Gemma4Model.set_gguf_parameters).</summary>
internal static class Gemma4Config
{
    public static void Write(ConfigReader config)
    {
        long layers = config.Integer("num_hidden_layers") ?? 0;
        long shared = config.Integer("num_kv_shared_layers") ?? 0;
        ImmutableArray<bool> slides = Slides(config, (int)layers);
        config.Write("attention.shared_kv_layers", shared);
        config.Write("embedding_length_per_layer_input", config.Integer("hidden_size_per_layer_input") ?? 0);
        config.Write("attention.sliding_window_pattern", slides.Select(s => s ? 1L : 0));
        config.Write("attention.key_length", config.Integer("global_head_dim"));
        config.Write("attention.value_length", config.Integer("global_head_dim"));
        config.Write("attention.key_length_swa", config.Integer("head_dim"));
        config.Write("attention.value_length_swa", config.Integer("head_dim"));
        config.Write("rope.dimension_count", config.Integer("global_head_dim"));
        config.Write("rope.dimension_count_swa", config.Integer("head_dim"));
        if (config.Integer("num_global_key_value_heads") is long full && config.Integer("num_key_value_heads") is long sliding)
        {
            config.Write("attention.head_count_kv", slides.Select(s => s ? sliding : full));
        }

        if (config.Flag("use_double_wide_mlp") == true && config.Integer("intermediate_size") is long width)
        {
            config.Write("feed_forward_length", Enumerable.Range(0, (int)layers).Select(i => i < layers - shared ? width : 2 * width));
        }
    }

    // layer types are listed, or every so-many-th layer is full (the word of Gemma 3's config, which the catalogue uses)
    private static ImmutableArray<bool> Slides(ConfigReader config, int layers)
    {
        ImmutableArray<string> types = config.Texts("layer_types");
        long period = config.Integer("sliding_window_pattern") ?? 0;
        return types.IsEmpty && period > 0
            ? [.. Enumerable.Range(0, layers).Select(i => i % period != period - 1)]
            : [.. types.Select(t => t == "sliding_attention")];
    }
}
