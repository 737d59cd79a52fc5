using System.Collections.Immutable;
using System.Globalization;

namespace LocalRig.Evidence;

/// <summary>What a test said of a model.</summary>
public abstract record RankingResult;

/// <summary>A score as published.</summary>
/// <param name="Low">The score, or the lower end where a range was published.</param>
/// <param name="High">The score, or the upper end.</param>
/// <param name="Margin">The publisher's own uncertainty to either side; 0 where none is given.</param>
/// <param name="Unit">Its unit: <c>%</c>, <c>/100</c>, <c>Elo</c>.</param>
/// <param name="LowerIsBetter">Whether less is better, as with places.</param>
/// <param name="Standing">The place in the publisher's list, or empty.</param>
public sealed record RankingScore(double Low, double High, double Margin, string Unit, bool LowerIsBetter, string Standing) : RankingResult
{
    /// <summary>1 when better than another score beyond both margins, -1 when worse, 0 when neither can be said.</summary>
    public int Against(RankingScore other)
    {
        int above = Low - Margin > other.High + other.Margin ? 1 : High + Margin < other.Low - other.Margin ? -1 : 0;
        return LowerIsBetter ? -above : above;
    }

    /// <summary>The score with its unit: <c>86.7%</c>, <c>37/100</c>, <c>67.8 ±0.5 points</c>.</summary>
    public override string ToString()
    {
        string range = Low == High ? Number(Low) : $"{Number(Low)}–{Number(High)}";
        string margin = Margin > 0 ? $" ±{Number(Margin)}" : "";
        return $"{range}{margin}{(Unit[0] is '%' or '/' ? "" : " ")}{Unit}";
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}

/// <summary>An order without scores.</summary>
/// <param name="Models">The models it is put above.</param>
public sealed record RankedAbove(ImmutableArray<string> Models) : RankingResult
{
    /// <summary>The models in words.</summary>
    public override string ToString() => "above " + string.Join(" and ", Models);
}
