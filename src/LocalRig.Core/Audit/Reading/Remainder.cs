using System.Buffers;
using System.Text.RegularExpressions;

namespace LocalRig.Audit.Reading;

/// <summary>A piece of text of which what one kind of fact has taken is blanked out before the next looks.</summary>
internal sealed class Remainder
{
    private const char Taken = '\u0001';

    private readonly string _whole;
    private char[]? _letters;
    private string _rest;

    /// <summary>A piece, whole.</summary>
    public Remainder(string text) => _whole = _rest = text;

    /// <summary>The whole piece from a place on.</summary>
    public string From(int place) => _whole[place..];

    /// <summary>Whether the whole piece has such letters.</summary>
    public bool Has(SearchValues<string> sign) => Signs.In(_whole, sign);

    /// <summary>Whether the whole piece has a figure.</summary>
    public bool HasDigits => _whole.AsSpan().ContainsAnyInRange('0', '9');

    /// <summary>Whether the whole piece has a model's size.</summary>
    public bool HasSize => Signs.HasSize(_whole);

    /// <summary>Takes what a pattern matches, where the piece has the letters it can't do without.</summary>
    public IReadOnlyList<Match> Take(Regex kind, SearchValues<string> sign) => Has(sign) ? Take(kind) : [];

    /// <summary>What is left, with marks where something was taken.</summary>
    public string Rest => _rest;

    /// <summary>Takes a stretch.</summary>
    public void Take(int start, int end)
    {
        _letters ??= _whole.ToCharArray();
        _letters.AsSpan(start, end - start).Fill(Taken);
        _rest = new string(_letters);
    }

    /// <summary>Takes what a pattern matches.</summary>
    public IReadOnlyList<Match> Take(Regex kind)
    {
        if (!kind.IsMatch(_rest))
        {
            return [];
        }

        Match[] found = [.. kind.Matches(_rest).Cast<Match>()];
        _letters ??= _whole.ToCharArray();
        foreach (Match match in found)
        {
            _letters.AsSpan(match.Index, match.Length).Fill(Taken);
        }

        _rest = new string(_letters);
        return found;
    }
}
