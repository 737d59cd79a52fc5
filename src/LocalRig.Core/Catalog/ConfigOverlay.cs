using System.Buffers;
using System.Text.Json;

namespace LocalRig.Catalog;

/// <summary>A config that is another one's but for what it says itself.</summary>
internal static class ConfigOverlay
{
    /// <summary>Both together, the own values first; null where the other one isn't known.</summary>
    /// <param name="other">The config it stands on.</param>
    /// <param name="own">What differs from it; may be null.</param>
    public static JsonElement? Of(JsonElement? other, JsonElement? own)
    {
        if (other is not { } ground || own is not { } over)
        {
            return other;
        }

        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter writer = new(bytes))
        {
            writer.WriteStartObject();
            foreach (JsonProperty property in ground.EnumerateObject())
            {
                writer.WritePropertyName(property.Name);
                (over.TryGetProperty(property.Name, out JsonElement value) ? value : property.Value).WriteTo(writer);
            }

            foreach (JsonProperty property in over.EnumerateObject().Where(p => !ground.TryGetProperty(p.Name, out _)))
            {
                property.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return JsonDocument.Parse(bytes.WrittenMemory).RootElement;
    }
}
