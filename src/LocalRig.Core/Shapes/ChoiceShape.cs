using System.Text.Json;

namespace LocalRig.Shapes;

/// <summary>An object of one of several forms. Built once, by chained calls; the first form that is there is written.</summary>
public sealed class ChoiceShape<T> : Shape<T>
{
    private readonly List<Form> _forms = [];

    /// <summary>One form, where its value is there.</summary>
    public ChoiceShape<T> Case<TPart>(Func<T, TPart?> get, ObjectShape<TPart> shape)
        where TPart : class =>
        Add(shape.Describe, (json, value) =>
        {
            TPart? part = get(value);
            if (part is not null)
            {
                shape.Write(json, part);
            }

            return part is not null;
        });

    /// <summary>One form, where its value is there.</summary>
    public ChoiceShape<T> Case<TPart>(Func<T, TPart?> get, ObjectShape<TPart> shape)
        where TPart : struct =>
        Add(shape.Describe, (json, value) =>
        {
            TPart? part = get(value);
            if (part is not null)
            {
                shape.Write(json, part.Value);
            }

            return part is not null;
        });

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json, T value)
    {
        foreach (Form form in _forms)
        {
            if (form.TryWrite(json, value))
            {
                return;
            }
        }

        throw new NotSupportedException($"No form for {value}.");
    }

    /// <inheritdoc/>
    internal override void Describe(SchemaWriter schema)
    {
        schema.Type("object");
        schema.Json.WriteStartArray("anyOf");
        foreach (Form form in _forms)
        {
            schema.Json.WriteStartObject();
            form.Describe(schema);
            schema.Json.WriteEndObject();
        }

        schema.Json.WriteEndArray();
    }

    private ChoiceShape<T> Add(Action<SchemaWriter> describe, Func<Utf8JsonWriter, T, bool> tryWrite)
    {
        _forms.Add(new Form(describe, tryWrite));
        return this;
    }

    /// <summary>One form.</summary>
    /// <param name="Describe">Writes its keywords.</param>
    /// <param name="TryWrite">Writes the value and says whether it has this form.</param>
    private sealed record Form(Action<SchemaWriter> Describe, Func<Utf8JsonWriter, T, bool> TryWrite);
}
