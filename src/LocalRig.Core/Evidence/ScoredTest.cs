using System.Collections.Immutable;

namespace LocalRig.Evidence;

/// <summary>One test by one publisher, of many models on one day.</summary>
/// <param name="Name">What it is called: <c>Coding Index v4.1</c>.</param>
/// <param name="Origin">Who published it and when.</param>
/// <param name="Unit">The unit of its scores.</param>
/// <param name="LowerIsBetter">Whether less is better.</param>
/// <param name="Least">The least difference of two scores that counts, beyond the margins the publisher states; in the unit.</param>
/// <param name="Near">The difference up to which a model that is behind counts as nearly as strong; in the unit.</param>
/// <param name="Jobs">What it orders models for: <c>coding</c>; nothing where it is only shown.</param>
public sealed record ScoredTest(string Name, RankingOrigin Origin, string Unit, bool LowerIsBetter, double Least, double Near, ImmutableArray<string> Jobs)
{
    /// <summary>1 when one score is better than another by as much as counts, -1 when worse, 0 when the two are level.</summary>
    public int Compare(RankingScore one, RankingScore other)
    {
        int sign = one.Against(other);
        return sign != 0 && Math.Abs(one.Low - other.Low) >= Least ? sign : 0;
    }
}
