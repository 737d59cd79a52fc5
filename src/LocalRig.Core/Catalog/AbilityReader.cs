using System.Collections.Frozen;
using System.Text.Json;

namespace LocalRig.Catalog;

/// <summary>Reads data/models/abilities.json; it is ours and checked by a test.</summary>
internal static class AbilityReader
{
    /// <summary>Abilities by the model's id.</summary>
    public static FrozenDictionary<string, ModelAbilities> Read(byte[] json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        string[] sources = [.. document.RootElement.GetProperty("sources").EnumerateArray().Select(s => s.GetString()!)];
        return document.RootElement.GetProperty("models").EnumerateObject().ToFrozenDictionary(m => m.Name, m => Of(m.Value, sources));
    }

    private static ModelAbilities Of(JsonElement entry, string[] sources) => new(
        Flag(entry, "sees"), Flag(entry, "hears"), Flag(entry, "tools"),
        entry.TryGetProperty("thinks", out JsonElement thinks) ? thinks.GetString()! : "",
        entry.TryGetProperty("yarn", out JsonElement yarn) ? yarn.GetInt32() : 0,
        entry.TryGetProperty("sampling", out JsonElement sampling) ? [.. sampling.EnumerateObject().Select(s => KeyValuePair.Create(s.Name, s.Value.GetDouble()))] : [],
        [.. entry.GetProperty("sources").EnumerateArray().Select(s => sources[s.GetInt32()])]);

    private static bool Flag(JsonElement entry, string name) => entry.TryGetProperty(name, out JsonElement flag) && flag.ValueKind == JsonValueKind.True;
}
