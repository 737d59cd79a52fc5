using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Shapes;

namespace LocalRig.Contract;

/// <summary>What values a field takes, as JSON Schema has it. Numbers may be texts too, as people write them: <c>"8k"</c>, <c>"24GB"</c>.</summary>
/// <param name="Types">JSON types.</param>
public sealed record FieldKind(params ImmutableArray<string> Types)
{
    /// <summary>The least number; null for no limit.</summary>
    public double? Least { get; private init; }

    /// <summary>The greatest number; null for no limit.</summary>
    public double? Most { get; private init; }

    /// <summary>The words it may be; empty for any.</summary>
    public ImmutableArray<string> Words { get; private init; } = [];

    /// <summary>The JSON type of a list's items; empty for any.</summary>
    public string Items { get; private init; } = "";

    /// <summary>Whether it can be given several times.</summary>
    public bool IsList => Types.Contains("array");

    /// <summary>Any text.</summary>
    public static FieldKind Text { get; } = new("string");

    /// <summary>True or false.</summary>
    public static FieldKind Flag { get; } = new("boolean");

    /// <summary>A size in bytes, or a text with its unit.</summary>
    public static FieldKind Bytes { get; } = new("integer", "string") { Least = 0 };

    /// <summary>An amount of money, or a text with its currency.</summary>
    public static FieldKind Money { get; } = new("number", "string") { Least = 0 };

    /// <summary>A text or a list of texts.</summary>
    public static FieldKind Texts { get; } = new("string", "array") { Items = "string" };

    /// <summary>A list of numbers, or a text that has them parted by commas.</summary>
    public static FieldKind Proportions { get; } = new("array", "string") { Items = "number" };

    /// <summary>Words, or an object that spells it out.</summary>
    public static FieldKind TextOrObject { get; } = new("string", "object");

    /// <summary>A whole number in a range.</summary>
    public static FieldKind Whole(double least, double most) => new("integer", "string") { Least = least, Most = most };

    /// <summary>A number in a range.</summary>
    public static FieldKind Number(double least, double most) => new("number", "string") { Least = least, Most = most };

    /// <summary>One of some words.</summary>
    public static FieldKind Choice(params IEnumerable<string> words) => new("string") { Words = [.. words.Distinct()] };

    /// <summary>The range in words, for help; empty without one.</summary>
    public string Range => (Least, Most) switch
    {
        (double least, double most) => string.Create(CultureInfo.InvariantCulture, $"{least:0.###} to {most:0.###}"),
        (double least, null) => string.Create(CultureInfo.InvariantCulture, $"at least {least:0.###}"),
        _ => "",
    };

    /// <summary>Writes the keywords of a value.</summary>
    internal void Describe(SchemaWriter schema)
    {
        if (Types is [string only])
        {
            schema.Type(only);
        }
        else
        {
            schema.Json.WriteStartArray("type");
            foreach (string type in Types)
            {
                schema.Json.WriteStringValue(type);
            }

            schema.Json.WriteEndArray();
        }

        if (Least is double least)
        {
            schema.Json.WriteNumber("minimum", least);
        }

        if (Most is double most)
        {
            schema.Json.WriteNumber("maximum", most);
        }

        if (Items.Length > 0)
        {
            schema.Json.WriteStartObject("items");
            schema.Type(Items);
            schema.Json.WriteEndObject();
        }

        if (!Words.IsEmpty)
        {
            schema.Json.WriteStartArray("enum");
            foreach (string word in Words)
            {
                schema.Json.WriteStringValue(word);
            }

            schema.Json.WriteEndArray();
        }
    }
}
