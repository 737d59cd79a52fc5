using System.Text.Json;

namespace LocalRig.Contract;

/// <summary>Lists of texts, as every answer writes them.</summary>
public static class JsonTexts
{
    /// <summary>Writes a property that holds a list of texts.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="texts">The texts, in order.</param>
    public static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
