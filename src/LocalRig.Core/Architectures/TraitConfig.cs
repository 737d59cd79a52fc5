using System.Collections.Immutable;
using System.Text.Json;

namespace LocalRig.Architectures;

/// <summary>What converters write of families that are rows of traits beside what all have (llama.cpp's conversion/*.py).</summary>
internal static class TraitConfig
{
    private const double SomeScale = 1; // all models of these families have scales, whose values no size depends on; that there are some is what the graph goes by

    /// <summary>Scales and sections that the graph goes by.</summary>
    public static void Write(ConfigReader config)
    {
        if (config.Family is "granite" or "granitemoe")
        {
            config.Write("embedding_scale", config.Number("embedding_multiplier") ?? SomeScale);
            config.Write("residual_scale", config.Number("residual_multiplier") ?? SomeScale);
            config.Write("logit_scale", config.Number("logits_scaling") ?? SomeScale);
        }

        if (config.Family is "command-r" or "cohere2")
        {
            config.Write("logit_scale", config.Number("logit_scale") ?? SomeScale);
        }

        if (config.Family is "qwen2vl" or "qwen3vl" or "qwen3vlmoe")
        {
            WritePictureFacts(config);
        }
    }

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
