using System.Text.Json;

namespace LocalRig.Shapes;

/// <summary>A list of values of one shape.</summary>
/// <param name="item">The shape of one.</param>
public sealed class ListShape<T>(Shape<T> item) : Shape<IEnumerable<T>>
{
    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json, IEnumerable<T> value)
    {
        json.WriteStartArray();
        foreach (T one in value)
        {
            item.Write(json, one);
        }

        json.WriteEndArray();
    }

    /// <inheritdoc/>
    internal override void Describe(SchemaWriter schema) => schema.List(() => item.Describe(schema));
}
