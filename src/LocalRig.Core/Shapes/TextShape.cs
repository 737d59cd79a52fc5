using System.Text.Json;

namespace LocalRig.Shapes;

/// <summary>A text by itself, as in lists.</summary>
internal sealed class TextShape : Shape<string>
{
    /// <summary>The one there is.</summary>
    public static TextShape Instance { get; } = new();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json, string value) => json.WriteStringValue(value);

    /// <inheritdoc/>
    internal override void Describe(SchemaWriter schema) => schema.Type("string");
}
