using System.Text.Json;

namespace LocalRig.Shapes;

/// <content>Properties that are objects and lists.</content>
public sealed partial class ObjectShape<T>
{
    /// <summary>An object, or anything with a shape of its own.</summary>
    public ObjectShape<T> Part<TPart>(string property, string help, Func<T, TPart> get, Shape<TPart> shape) =>
        Add(property, help, shape.Describe, (json, value) =>
        {
            json.WritePropertyName(property);
            shape.Write(json, get(value));
        });

    /// <summary>An object, left out where there is none.</summary>
    public ObjectShape<T> PartIfAny<TPart>(string property, string help, Func<T, TPart?> get, Shape<TPart> shape)
        where TPart : class =>
        Add(property, help, shape.Describe, (json, value) =>
        {
            if (get(value) is TPart known)
            {
                json.WritePropertyName(property);
                shape.Write(json, known);
            }
        }, optional: true);

    /// <summary>An object, left out where there is none.</summary>
    public ObjectShape<T> PartIfAny<TPart>(string property, string help, Func<T, TPart?> get, Shape<TPart> shape)
        where TPart : struct =>
        Add(property, help, shape.Describe, (json, value) =>
        {
            if (get(value) is TPart known)
            {
                json.WritePropertyName(property);
                shape.Write(json, known);
            }
        }, optional: true);

    /// <summary>An object, null where there is none.</summary>
    public ObjectShape<T> PartOrNull<TPart>(string property, string help, Func<T, TPart?> get, Shape<TPart> shape)
        where TPart : class =>
        Add(property, help, s => OrNull(s, shape), (json, value) =>
        {
            json.WritePropertyName(property);
            if (get(value) is TPart known)
            {
                shape.Write(json, known);
            }
            else
            {
                json.WriteNullValue();
            }
        });

    /// <summary>An object, null where there is none.</summary>
    public ObjectShape<T> PartOrNull<TPart>(string property, string help, Func<T, TPart?> get, Shape<TPart> shape)
        where TPart : struct =>
        Add(property, help, s => OrNull(s, shape), (json, value) =>
        {
            json.WritePropertyName(property);
            if (get(value) is TPart known)
            {
                shape.Write(json, known);
            }
            else
            {
                json.WriteNullValue();
            }
        });

    /// <summary>A list of objects.</summary>
    public ObjectShape<T> List<TItem>(string property, string help, Func<T, IEnumerable<TItem>> get, Shape<TItem> shape) =>
        Add(property, help, s => s.List(() => shape.Describe(s)), (json, value) => Items(json, property, get(value), shape));

    /// <summary>A list of objects, left out where there is none.</summary>
    public ObjectShape<T> ListIfAny<TItem>(string property, string help, Func<T, IEnumerable<TItem>?> get, Shape<TItem> shape) =>
        Add(property, help, s => s.List(() => shape.Describe(s)), (json, value) =>
        {
            if (get(value) is IEnumerable<TItem> items)
            {
                Items(json, property, items, shape);
            }
        }, optional: true);

    /// <summary>A list of texts.</summary>
    public ObjectShape<T> Texts(string property, string help, Func<T, IEnumerable<string>> get) =>
        List(property, help, get, TextShape.Instance);

    /// <summary>A list of texts, left out where there is none.</summary>
    public ObjectShape<T> TextsIfAny(string property, string help, Func<T, IEnumerable<string>?> get) =>
        ListIfAny(property, help, get, TextShape.Instance);

    /// <summary>A list of numbers.</summary>
    public ObjectShape<T> Numbers(string property, string help, Func<T, IEnumerable<double>> get) =>
        Add(property, help, s => s.List(() => s.Type("number")), (json, value) =>
        {
            json.WriteStartArray(property);
            foreach (double number in get(value))
            {
                json.WriteNumberValue(number);
            }

            json.WriteEndArray();
        });

    /// <summary>An object whose names are data: texts, numbers or anything, by name.</summary>
    /// <param name="property">The property's name.</param>
    /// <param name="help">What it is.</param>
    /// <param name="type">The JSON Schema type of the values; empty for any.</param>
    /// <param name="write">Writes the properties, into an object that is open.</param>
    public ObjectShape<T> Map(string property, string help, string type, Action<Utf8JsonWriter, T> write) =>
        Add(property, help, s => Values(s, type), (json, value) =>
        {
            json.WriteStartObject(property);
            write(json, value);
            json.WriteEndObject();
        });

    private static void Items<TItem>(Utf8JsonWriter json, string property, IEnumerable<TItem> items, Shape<TItem> shape)
    {
        json.WriteStartArray(property);
        foreach (TItem item in items)
        {
            shape.Write(json, item);
        }

        json.WriteEndArray();
    }

    private static void OrNull<TPart>(SchemaWriter schema, Shape<TPart> shape)
    {
        schema.Json.WriteStartArray("anyOf");
        schema.Json.WriteStartObject();
        shape.Describe(schema);
        schema.Json.WriteEndObject();
        schema.Json.WriteStartObject();
        schema.Type("null");
        schema.Json.WriteEndObject();
        schema.Json.WriteEndArray();
    }

    private static void Values(SchemaWriter schema, string type)
    {
        schema.Type("object");
        if (type.Length > 0)
        {
            schema.Json.WriteStartObject("additionalProperties");
            schema.Type(type);
            schema.Json.WriteEndObject();
        }
    }
}
