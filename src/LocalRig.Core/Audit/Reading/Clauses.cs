using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace LocalRig.Audit.Reading;

/// <summary>Where a sentence falls into clauses that each say a thing of their own: a figure goes with the names of its clause before any others.</summary>
internal sealed partial class Clauses
{
    private readonly string _text;
    private readonly ImmutableArray<int> _starts;

    /// <summary>The clauses of a sentence; commas and words that only join names or figures of a kind part nothing.</summary>
    public Clauses(string text, ImmutableArray<Fact> facts)
    {
        _text = text;
        ImmutableArray<int>.Builder starts = ImmutableArray.CreateBuilder<int>();
        starts.Add(0);
        foreach (Match mark in Mark().Matches(text))
        {
            int end = mark.Index + mark.Length;
            Fact? left = facts.LastOrDefault(f => f.End <= mark.Index);
            Fact? right = facts.FirstOrDefault(f => f.Start >= end);
            bool inside = facts.Any(f => f.Start < end && f.End > mark.Index);
            if (!inside && !(left is not null && right is not null && left.Kind == right.Kind && FactWords.Joined().IsMatch(text[left.End..right.Start])))
            {
                starts.Add(end);
            }
        }

        _starts = starts.ToImmutable();
    }

    /// <summary>The clause a place lies in.</summary>
    public (int Start, int End) Of(int place)
    {
        int at = _starts.Length - 1;
        while (at > 0 && _starts[at] > place)
        {
            at--;
        }

        return (_starts[at], at + 1 < _starts.Length ? _starts[at + 1] : _text.Length);
    }

    [GeneratedRegex(@";\s|\s[—–]\s|,\s(?:and|but|while|whereas)\s|\s(?:while|whereas|but)\s|,\s(?=(?:even\s|also\s)?(?:an?|the)\s)", RegexOptions.IgnoreCase)]
    private static partial Regex Mark();
}
