using System.Text.Json;
using LocalRig.Units;

namespace LocalRig.Shapes;

/// <content>Properties that are single values.</content>
public sealed partial class ObjectShape<T>
{
    /// <summary>A text.</summary>
    public ObjectShape<T> Text(string property, string help, Func<T, string> get) =>
        Add(property, help, s => s.Type("string"), (json, value) => json.WriteString(property, get(value)));

    /// <summary>A text, or null where there is none.</summary>
    public ObjectShape<T> TextOrNull(string property, string help, Func<T, string?> get) =>
        Add(property, help, s => s.Type("string", orNull: true), (json, value) => json.WriteString(property, get(value)));

    /// <summary>A text, left out where there is none.</summary>
    public ObjectShape<T> TextIfAny(string property, string help, Func<T, string?> get) =>
        Add(property, help, s => s.Type("string"), (json, value) =>
        {
            if (get(value) is string text)
            {
                json.WriteString(property, text);
            }
        }, optional: true);

    /// <summary>One of a few words.</summary>
    public ObjectShape<T> Word(string property, string help, IEnumerable<string> words, Func<T, string> get) =>
        Add(property, help, s => Words(s, words), (json, value) => json.WriteString(property, get(value)));

    /// <summary>The word for one value of an enumeration.</summary>
    /// <param name="property">The property's name.</param>
    /// <param name="help">What it is.</param>
    /// <param name="word">The word for each value.</param>
    /// <param name="get">The value.</param>
    public ObjectShape<T> Word<TEnum>(string property, string help, Func<TEnum, string> word, Func<T, TEnum> get)
        where TEnum : struct, Enum =>
        Add(property, help, s => Words(s, Enum.GetValues<TEnum>().Select(word)), (json, value) => json.WriteString(property, word(get(value))));

    /// <summary>True or false.</summary>
    public ObjectShape<T> Flag(string property, string help, Func<T, bool> get) =>
        Add(property, help, s => s.Type("boolean"), (json, value) => json.WriteBoolean(property, get(value)));

    /// <summary>A size in bytes.</summary>
    public ObjectShape<T> Bytes(string property, string help, Func<T, ByteSize> get) => Integer(property, help, value => get(value).Bytes);

    /// <summary>A size in bytes, left out where it isn't known.</summary>
    public ObjectShape<T> BytesIfKnown(string property, string help, Func<T, ByteSize?> get) => IntegerIfKnown(property, help, value => get(value)?.Bytes);

    /// <summary>A whole number.</summary>
    public ObjectShape<T> Integer(string property, string help, Func<T, long> get) =>
        Add(property, help, s => s.Type("integer"), (json, value) => json.WriteNumber(property, get(value)));

    /// <summary>A whole number, left out where it isn't known.</summary>
    public ObjectShape<T> IntegerIfKnown(string property, string help, Func<T, long?> get) =>
        Add(property, help, s => s.Type("integer"), (json, value) =>
        {
            if (get(value) is long number)
            {
                json.WriteNumber(property, number);
            }
        }, optional: true);

    /// <summary>A number.</summary>
    public ObjectShape<T> Number(string property, string help, Func<T, double> get) =>
        Add(property, help, s => s.Type("number"), (json, value) => json.WriteNumber(property, get(value)));

    /// <summary>A number, null where it isn't known.</summary>
    public ObjectShape<T> NumberOrNull(string property, string help, Func<T, double?> get) =>
        Add(property, help, s => s.Type("number", orNull: true), (json, value) =>
        {
            if (get(value) is double known)
            {
                json.WriteNumber(property, known);
            }
            else
            {
                json.WriteNull(property);
            }
        });

    /// <summary>A number, left out where it isn't known.</summary>
    public ObjectShape<T> NumberIfKnown(string property, string help, Func<T, double?> get) =>
        Add(property, help, s => s.Type("number"), (json, value) =>
        {
            if (get(value) is double number)
            {
                json.WriteNumber(property, number);
            }
        }, optional: true);

    /// <summary>An amount of money.</summary>
    public ObjectShape<T> Money(string property, string help, Func<T, decimal> get) =>
        Add(property, help, s => s.Type("number"), (json, value) => json.WriteNumber(property, get(value)));

    /// <summary>An amount of money, null where it isn't known.</summary>
    public ObjectShape<T> MoneyOrNull(string property, string help, Func<T, decimal?> get) =>
        Add(property, help, s => s.Type("number", orNull: true), (json, value) =>
        {
            if (get(value) is decimal known)
            {
                json.WriteNumber(property, known);
            }
            else
            {
                json.WriteNull(property);
            }
        });

    /// <summary>An amount of money, left out where it isn't known.</summary>
    public ObjectShape<T> MoneyIfKnown(string property, string help, Func<T, decimal?> get) =>
        Add(property, help, s => s.Type("number"), (json, value) =>
        {
            if (get(value) is decimal amount)
            {
                json.WriteNumber(property, amount);
            }
        }, optional: true);

    /// <summary>Something of no fixed form, written by hand.</summary>
    /// <param name="property">The property's name.</param>
    /// <param name="help">What it is.</param>
    /// <param name="write">Writes the value alone, without the name.</param>
    public ObjectShape<T> Any(string property, string help, Action<Utf8JsonWriter, T> write) =>
        Add(property, help, static _ => { }, (json, value) =>
        {
            json.WritePropertyName(property);
            write(json, value);
        });

    private static void Words(SchemaWriter schema, IEnumerable<string> words)
    {
        schema.Type("string");
        schema.Json.WriteStartArray("enum");
        foreach (string word in words)
        {
            schema.Json.WriteStringValue(word);
        }

        schema.Json.WriteEndArray();
    }
}
