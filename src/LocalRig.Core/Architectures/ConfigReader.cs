using System.Collections.Immutable;
using System.Text.Json;

namespace LocalRig.Architectures;

/// <summary>Reads named values of a config.json, from its <c>text_config</c> where the model also sees or hears, and writes GGUF metadata.</summary>
internal sealed class ConfigReader
{
    private readonly JsonElement _root;
    private readonly JsonElement _text;

    public ConfigReader(JsonElement root)
    {
        _root = root;
        _text = root.TryGetProperty("text_config", out JsonElement text) && text.ValueKind == JsonValueKind.Object ? text : root;
    }

    /// <summary>The metadata written so far.</summary>
    public Dictionary<string, object> Values { get; } = [];

    /// <summary>llama.cpp's architecture name.</summary>
    public string Family { get; set; } = "";

    public long? Integer(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (Find(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long number))
            {
                return number;
            }
        }

        return null;
    }

    public double? Number(string name) => Find(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;

    public bool? Flag(string name) =>
        Find(name) switch
        {
            { ValueKind: JsonValueKind.True } => true,
            { ValueKind: JsonValueKind.False } => false,
            _ => null,
        };

    public string? Text(string name) => Find(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public JsonElement? Object(string name) => Find(name) is { ValueKind: JsonValueKind.Object } value ? value : null;

    /// <summary>A list of words, such as <c>layer_types</c>; empty when absent.</summary>
    public ImmutableArray<string> Texts(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!)]
            : [];

    /// <summary>Writes a number under the family's prefix, when there is one.</summary>
    public void Write(string key, long? value)
    {
        if (value is not null)
        {
            Values[$"{Family}.{key}"] = value.Value;
        }
    }

    public void Write(string key, double? value)
    {
        if (value is not null)
        {
            Values[$"{Family}.{key}"] = value.Value;
        }
    }

    public void Write(string key, bool? value)
    {
        if (value is not null)
        {
            Values[$"{Family}.{key}"] = value.Value;
        }
    }

    public void Write(string key, IEnumerable<long> perLayer) => Values[$"{Family}.{key}"] = perLayer.ToImmutableArray();

    private JsonElement? Find(string name)
    {
        if (_text.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null)
        {
            return value;
        }

        return _root.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }
}
