using System.Text.Json;

namespace LocalRig.Shapes;

/// <summary>An object of named properties, in the order they are added. Built once, by chained calls; every property says in a few words
/// what it is, units included.</summary>
/// <param name="name">The name of its definition in schemas; empty for one that is written out where it stands.</param>
public sealed partial class ObjectShape<T>(string name = "") : Shape<T>
{
    private readonly List<Action<Utf8JsonWriter, T>> _writers = [];
    private readonly List<ShapeProperty> _properties = [];
    private bool _optional;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json, T value)
    {
        json.WriteStartObject();
        WriteProperties(json, value);
        json.WriteEndObject();
    }

    /// <summary>Writes the properties alone, into an object that is open.</summary>
    public void WriteProperties(Utf8JsonWriter json, T value)
    {
        foreach (Action<Utf8JsonWriter, T> write in _writers)
        {
            write(json, value);
        }
    }

    /// <summary>The properties of another object, written into this one.</summary>
    public ObjectShape<T> Include<TPart>(Func<T, TPart> get, ObjectShape<TPart> part)
    {
        _writers.Add((json, value) => part.WriteProperties(json, get(value)));
        _properties.AddRange(part._properties.Select(p => p with { Optional = p.Optional || _optional }));
        return this;
    }

    /// <summary>Properties that are there only when something holds.</summary>
    public ObjectShape<T> When(Func<T, bool> holds, Action<ObjectShape<T>> add)
    {
        ObjectShape<T> part = new() { _optional = true };
        add(part);
        _writers.Add((json, value) =>
        {
            if (holds(value))
            {
                part.WriteProperties(json, value);
            }
        });
        _properties.AddRange(part._properties);
        return this;
    }

    /// <summary>The properties of a part that may be missing; without it none of them is there.</summary>
    public ObjectShape<T> IncludeIfAny<TPart>(Func<T, TPart?> get, ObjectShape<TPart> part)
        where TPart : class
    {
        _writers.Add((json, value) =>
        {
            if (get(value) is TPart known)
            {
                part.WriteProperties(json, known);
            }
        });
        _properties.AddRange(part._properties.Select(p => p with { Optional = true }));
        return this;
    }

    /// <inheritdoc/>
    internal override void Describe(SchemaWriter schema)
    {
        if (name.Length > 0)
        {
            schema.Refer(name, () => Keywords(schema));
        }
        else
        {
            Keywords(schema);
        }
    }

    /// <inheritdoc/>
    internal override void DescribeRoot(SchemaWriter schema) => Keywords(schema);

    private void Keywords(SchemaWriter schema)
    {
        // One property may be added twice, in two cases that exclude each other; it is described once, and needed where both cases are.
        ShapeProperty[] distinct = [.. _properties.GroupBy(p => p.Name).Select(g => g.First())];
        schema.Json.WriteString("type", "object");
        schema.Json.WriteStartObject("properties");
        foreach (ShapeProperty property in distinct)
        {
            schema.Json.WriteStartObject(property.Name);
            property.Describe(schema);
            schema.Json.WriteString("description", property.Help);
            schema.Json.WriteEndObject();
        }

        schema.Json.WriteEndObject();
        schema.Json.WriteStartArray("required");
        foreach (ShapeProperty property in distinct.Where(p => !p.Optional))
        {
            schema.Json.WriteStringValue(property.Name);
        }

        schema.Json.WriteEndArray();
        schema.Json.WriteBoolean("additionalProperties", false);
    }

    private ObjectShape<T> Add(string property, string help, Action<SchemaWriter> describe, Action<Utf8JsonWriter, T> write, bool optional = false)
    {
        _writers.Add(write);
        _properties.Add(new ShapeProperty(property, help, describe, optional || _optional));
        return this;
    }
}

/// <summary>A property as schemas describe it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Help">What it is.</param>
/// <param name="Describe">Writes the keywords of its value.</param>
/// <param name="Optional">Whether it may be missing.</param>
internal sealed record ShapeProperty(string Name, string Help, Action<SchemaWriter> Describe, bool Optional);
