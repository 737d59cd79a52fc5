using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using LocalRig.Units;

namespace LocalRig.Contract;

/// <summary>Reads one field's value, from the command line or JSON alike, and writes down what is wrong with it in one sentence.
/// After a problem it returns the value that changes nothing; the request is refused as a whole anyway.</summary>
public sealed class FieldReader
{
    private readonly List<Problem> _problems;
    private readonly string? _text;
    private readonly JsonElement? _json;

    private FieldReader(string where, string? text, JsonElement? json, List<Problem> problems) =>
        (Where, _text, _json, _problems) = (where, text, json, problems);

    /// <summary>The option or field as the user wrote it.</summary>
    public string Where { get; }

    /// <summary>The value itself, for values that are objects; null on the command line.</summary>
    public JsonElement? Json => _json;

    /// <summary>Reads a command-line value.</summary>
    public static FieldReader OfText(string where, string text, List<Problem> problems) => new(where, text, null, problems);

    /// <summary>Reads a JSON value; texts in JSON may be friendly numbers too.</summary>
    public static FieldReader OfJson(string where, JsonElement json, List<Problem> problems) =>
        new(where, json.ValueKind == JsonValueKind.String ? json.GetString() : json.ValueKind == JsonValueKind.Number ? json.GetRawText() : null, json, problems);

    /// <summary>Whether this is all of a list: JSON gives one whole, a command line one item after the other.</summary>
    public bool IsWhole => _json is not null;

    /// <summary>Reads one item of a list, for the same field.</summary>
    public FieldReader Item(JsonElement item) => OfJson(Where, item, _problems);

    /// <summary>A text that isn't empty.</summary>
    public string Text(string what)
    {
        if (_text is { Length: > 0 } text && _json is null or { ValueKind: JsonValueKind.String })
        {
            if (!text.Contains('\0', StringComparison.Ordinal))
            {
                return text;
            }

            Fail("text with a null character in it", "leave it out");
            return "";
        }

        Fail($"not {what}", "write it as text");
        return "";
    }

    /// <summary>The value as text; null when it is an object, a list or a truth.</summary>
    public string? Raw => _text;

    /// <summary>A text or a list of texts.</summary>
    public ImmutableArray<string> Texts(string what)
    {
        if (_json is not { ValueKind: JsonValueKind.Array } array)
        {
            return [Text(what)];
        }

        if (array.EnumerateArray().All(i => i.ValueKind == JsonValueKind.String))
        {
            return [.. array.EnumerateArray().Select(i => i.GetString()!)];
        }

        Fail($"not a list of texts", "write each in quotes");
        return [];
    }

    /// <summary>Whether the value is this word.</summary>
    public bool IsWord(string word) => word.Equals(_text, StringComparison.OrdinalIgnoreCase);

    /// <summary>A whole number of something in a range; <c>8k</c> means 8192.</summary>
    public int Whole(string what, int least, int most, int otherwise)
    {
        if (_text is null || !FriendlyNumber.TryTokens(_text, out long value))
        {
            Fail($"not {what}", what.Contains("tokens", StringComparison.Ordinal) ? "write 8192 or 8k" : $"write a whole number, such as {otherwise}");
            return otherwise;
        }

        if (value < least || value > most)
        {
            Fail(value < least ? $"too small for {what}" : $"too large for {what}", value < least ? $"the least is {least}" : $"the most is {most}");
            return otherwise;
        }

        return (int)value;
    }

    /// <summary>True or false.</summary>
    public bool Flag(bool otherwise)
    {
        bool? value = _json is JsonElement json
            ? json.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null }
            : _text switch { "true" or "on" or "1" => true, "false" or "off" or "0" => false, _ => null };
        if (value is null)
        {
            Fail("neither true nor false", "write true or false");
        }

        return value ?? otherwise;
    }

    /// <summary>One of a few words, ignoring case.</summary>
    public T Choice<T>(string what, IReadOnlyList<(string Word, T Value)> choices, T otherwise)
    {
        foreach ((string word, T value) in choices)
        {
            if (word.Equals(_text, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        Fail($"not {what}", $"write {Alternatives([.. choices.Select(c => c.Word)])}");
        return otherwise;
    }

    /// <summary>A size in bytes; <c>24GB</c> and <c>16GiB</c> work.</summary>
    /// <param name="such">Sizes that would do.</param>
    /// <param name="orNone">Whether zero will do.</param>
    /// <param name="most">The largest that makes sense; null for any.</param>
    public ByteSize Bytes(string such = "16541064192, 16.5GB or 15.4GiB", bool orNone = false, ByteSize? most = null)
    {
        if (_text is not null && FriendlyNumber.TryBytes(_text, out ByteSize size) && (size > ByteSize.Zero || (orNone && size == ByteSize.Zero)))
        {
            if (most is not ByteSize limit || size <= limit)
            {
                return size;
            }

            Fail("larger than any computer's memory", $"write {such}");
            return new ByteSize(1);
        }

        Fail("not a size in bytes", $"write {such}");
        return new ByteSize(1);
    }

    /// <summary>Proportions: <c>3,1</c> or [3, 1].</summary>
    public ImmutableArray<double> Proportions()
    {
        List<double> list = [];
        bool good = true;
        if (_json is { ValueKind: JsonValueKind.Array } array)
        {
            foreach (JsonElement item in array.EnumerateArray())
            {
                good &= item.ValueKind == JsonValueKind.Number;
                list.Add(good ? item.GetDouble() : 0);
            }
        }
        else
        {
            foreach (string part in (_text ?? "?").Split(',', '/'))
            {
                good &= double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
                list.Add(value);
            }
        }

        if (good && list.Count > 0 && list.All(v => v >= 0 && double.IsFinite(v)) && list.Sum() > 0)
        {
            return [.. list];
        }

        Fail("not a list of proportions", "write one number per device, such as 3,1");
        return [];
    }

    /// <summary>Writes a problem down in a sentence of its own.</summary>
    public void Refuse(string message, string hint) => _problems.Add(new Problem(ErrorCode.Usage, message, hint, Where));

    /// <summary>Writes a problem down.</summary>
    public void Fail(string what, string hint) => _problems.Add(new Problem(ErrorCode.Usage, $"{Quoted()}: {what}; {hint}.", "", Where));

    private string Quoted()
    {
        const int Longest = 40;
        string value = _text ?? _json?.GetRawText() ?? "";
        value = value.Length > Longest ? value[..Longest] + "…" : value;
        return _json is null ? $"`{Where} {value}`" : $"`{Where}` is {(_json is { ValueKind: JsonValueKind.String } ? $"\"{value}\"" : value)}";
    }

    private static string Alternatives(string[] words) =>
        words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} or {words[^1]}";
}
