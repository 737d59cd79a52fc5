using System.Collections.Immutable;
using System.Text.Json;
using LocalRig.Architectures;
using LocalRig.Models;

namespace LocalRig.Catalog;

/// <summary>A model's shape as its GGUF header has it: llama.cpp's keys without the architecture's prefix, and what a header's tensors show instead
/// (<c>tied</c>, <c>rotary_factors</c>, <c>long_rotary_factors</c>). For models whose config.json says the same in a form LocalRig doesn't read.</summary>
internal static class CatalogHeader
{
    /// <summary>Reads one.</summary>
    public static HuggingFaceModel Read(JsonElement header)
    {
        string architecture = header.TryGetProperty("architecture", out JsonElement name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : "";
        Dictionary<string, object> values = new() { ["general.architecture"] = architecture };
        foreach (JsonProperty property in header.EnumerateObject())
        {
            if (property.Name is not ("architecture" or "tied" or "rotary_factors" or "long_rotary_factors") && Value(property.Value) is { } value)
            {
                values[property.Name.StartsWith("tokenizer.", StringComparison.Ordinal) ? property.Name : $"{architecture}.{property.Name}"] = value;
            }
        }

        foreach ((string key, string _) in TraitConfig.ScalesOf(architecture))
        {
            values.TryAdd($"{architecture}.{key}", TraitConfig.SomeScale);
        }

        return new HuggingFaceModel(new Metadata(values), new WeightTraits
        {
            TiedEmbeddings = Flag(header, "tied"),
            RotaryFactors = Flag(header, "rotary_factors"),
            LongRotaryFactors = Flag(header, "long_rotary_factors"),
        });
    }

    private static bool Flag(JsonElement header, string name) => header.TryGetProperty(name, out JsonElement flag) && flag.ValueKind == JsonValueKind.True;

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetInt64(out long whole) ? (object)whole : value.GetDouble(),
        JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Array => value.EnumerateArray().Where(static n => n.TryGetInt64(out _)).Select(static n => n.GetInt64()).ToImmutableArray(),
        _ => null,
    };
}
