using System.Collections.Immutable;
using System.Text.Json;

namespace LocalRig.Architectures;

/// <summary>What converters write of families that are rows of traits beside what all have (llama.cpp's conversion/*.py).</summary>
internal static class TraitConfig
{
    /// <summary>What stands for a scale whose value nobody told.</summary>
    public const double SomeScale = 1; // all models of these families have scales, whose values no size depends on; that there are some is what the graph goes by

    /// <summary>Scales and sections that the graph goes by.</summary>
    public static void Write(ConfigReader config)
    {
        foreach ((string key, string name) in ScalesOf(config.Family))
        {
            config.Write(key, config.Number(name) ?? SomeScale);
        }

        if (config.Family == "gptneox")
        {
            config.Write("use_parallel_residual", config.Flag("use_parallel_residual") ?? true); // GPTNeoXConfig's own
        }

        if (config.Family is "qwen2vl" or "qwen3vl" or "qwen3vlmoe")
        {
            WritePictureFacts(config);
        }
    }

    /// <summary>Scales that every model of a family has: what a GGUF header calls them, and config.json.</summary>
    public static ImmutableArray<(string Key, string Name)> ScalesOf(string family) => family switch
    {
        "granite" or "granitemoe" or "granitehybrid" => [("embedding_scale", "embedding_multiplier"), ("residual_scale", "residual_multiplier"), ("logit_scale", "logits_scaling")],
        "command-r" or "cohere2" => [("logit_scale", "logit_scale")],
        _ => [],
    };

    private static void WritePictureFacts(ConfigReader config)
    {
        if (config.Object("rope_scaling") is { } scaling && scaling.TryGetProperty("mrope_section", out JsonElement sections) && sections.ValueKind == JsonValueKind.Array)
        {
            long[] named = [.. sections.EnumerateArray().Where(static s => s.TryGetInt64(out _)).Select(static s => s.GetInt64())];
            const int AllSections = 4;
            config.Write("rope.dimension_sections", named.Concat(Enumerable.Repeat(0L, Math.Max(0, AllSections - named.Length))).ToImmutableArray());
        }

        if (config.Object("vision_config") is { } vision && vision.TryGetProperty("deepstack_visual_indexes", out JsonElement layers) && layers.ValueKind == JsonValueKind.Array)
        {
            config.Write("n_deepstack_layers", layers.GetArrayLength());
        }
    }
}
