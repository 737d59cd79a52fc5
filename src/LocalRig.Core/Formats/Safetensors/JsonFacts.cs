using System.Text.Json;

namespace LocalRig.Formats.Safetensors;

/// <summary>Reads JSON token by token; whatever is not as expected becomes an error with its offset.</summary>
/// <param name="json">The text.</param>
/// <param name="start">Bytes of the file before the text.</param>
/// <param name="field">What the text is, for errors.</param>
/// <param name="maxDepth">Levels of nesting allowed.</param>
internal ref struct JsonFacts(ReadOnlySpan<byte> json, long start, string field, int maxDepth)
{
    private Utf8JsonReader _reader = new(json, new JsonReaderOptions { MaxDepth = maxDepth });

    public string Field { get; set; } = field;

    public readonly long Offset => start + _reader.TokenStartIndex;

    public void Next(JsonTokenType expected)
    {
        Advance();
        if (_reader.TokenType != expected)
        {
            throw Wrong($"the header has {_reader.TokenType} where {expected} belongs");
        }
    }

    /// <summary>The next property's name, or null at the object's end.</summary>
    public string? NextName()
    {
        Advance();
        return _reader.TokenType == JsonTokenType.EndObject ? null : Text();
    }

    public string NextText()
    {
        Next(JsonTokenType.String);
        return Text();
    }

    /// <summary>The next item of a list of whole numbers, or null at its end.</summary>
    public long? NextInteger()
    {
        Advance();
        if (_reader.TokenType == JsonTokenType.EndArray)
        {
            return null;
        }

        return _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out long n) && n >= 0
            ? n
            : throw Wrong("a size or offset is not a whole number from 0 to 2^63 - 1");
    }

    /// <summary>A number if the next value is a whole one; anything else is passed over.</summary>
    public long? IntegerOrSkip()
    {
        Advance();
        long? value = _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out long n) ? n : null;
        SkipChildren();
        return value;
    }

    public void SkipValue()
    {
        Advance();
        SkipChildren();
    }

    public void End()
    {
        bool more;
        try
        {
            more = _reader.Read();
        }
        catch (JsonException e)
        {
            throw Broken(e);
        }

        if (more)
        {
            throw Wrong("something follows the closing brace");
        }
    }

    public readonly CorruptModelException Wrong(string reason) => new(Offset, Field, reason);

    private void Advance()
    {
        try
        {
            if (!_reader.Read())
            {
                throw Wrong("the JSON text ends early");
            }
        }
        catch (JsonException e)
        {
            throw Broken(e);
        }
    }

    private void SkipChildren()
    {
        try
        {
            _reader.Skip();
        }
        catch (JsonException e)
        {
            throw Broken(e);
        }
    }

    private readonly string Text()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new CorruptModelException(Offset, Field, "a text is not valid UTF-8", e);
        }
    }

    private readonly CorruptModelException Broken(JsonException e) =>
        new(start + _reader.BytesConsumed, Field, "the JSON text is damaged", e);
}
