using System.Text.Json;
using LocalRig.Formats.Safetensors;

namespace LocalRig.Local.Sources;

/// <summary>Safetensors whose weights are packed by a quantizer of their own (AWQ, GPTQ, FP8, MLX and others): their shapes aren't the model's.</summary>
internal static class PackedWeights
{
    private const int LongestName = 40;
    private const string Unnamed = "a format of their own";

    /// <summary>How the weights are quantized: <c>AWQ</c>; null where they are plain floating numbers.</summary>
    /// <param name="config">The bytes of config.json, which may not say it (ModelOpt has a file of its own).</param>
    /// <param name="tensors">The tensors, whose packed types do.</param>
    public static string? FormatOf(ReadOnlyMemory<byte> config, SafetensorsModel tensors)
    {
        using JsonDocument document = JsonDocument.Parse(config);
        bool packed = tensors.Tensors.Any(static t => t.ElementType is not ("BF16" or "F16" or "F32" or "F64") && t.Name.Contains("weight", StringComparison.Ordinal));
        return Section(document.RootElement) is JsonElement said ? NameIn(said) ?? Unnamed : packed ? Unnamed : null;
    }

    /// <summary>What transformers and MLX write of it into config.json.</summary>
    private static JsonElement? Section(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && (root.TryGetProperty("quantization_config", out JsonElement section) || root.TryGetProperty("quantization", out section)) && section.ValueKind == JsonValueKind.Object
            ? section
            : null;

    private static string? NameIn(JsonElement section)
    {
        try
        {
            return section.TryGetProperty("quant_method", out JsonElement method) && method.ValueKind == JsonValueKind.String && method.GetString() is { Length: > 0 and <= LongestName } name
                ? name.ToUpperInvariant()
                : null;
        }
        catch (InvalidOperationException)
        {
            return null; // half of a character
        }
    }
}
