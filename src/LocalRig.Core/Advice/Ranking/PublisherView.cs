using System.Collections.Immutable;
using LocalRig.Evidence;

namespace LocalRig.Advice.Ranking;

/// <summary>How one publisher orders two models, over all its tests that have both. Tests are counted, scores never averaged.</summary>
/// <param name="Tests">Its tests, at least one.</param>
public sealed record PublisherView(ImmutableArray<RankedPair> Tests)
{
    private const int Named = 3; // tests named in a sentence; the rest are in the table

    /// <summary>Who publishes.</summary>
    public RankingOrigin Origin => Tests[0].Claim.Origin;

    /// <summary>1 when most of its tests put the first model ahead, -1 the second, 0 when as many say the one as the other.</summary>
    public int Side => Math.Sign(Tests.Sum(t => t.Sign));

    /// <summary>How every publisher that tested both orders two models.</summary>
    public static ImmutableArray<PublisherView> Of(RankingLedger ledger, string one, string other) =>
        [.. ledger.Tests(one, other).GroupBy(t => t.Claim.Origin.Publisher).Select(g => new PublisherView([.. g]))];

    /// <summary>The publisher and its tests that put one of the models ahead, with both results.</summary>
    /// <param name="sign">1 for the first model, -1 for the second.</param>
    public string Words(int sign)
    {
        RankedPair[] ahead = [.. Tests.Where(t => t.Sign == sign)];
        string count = Tests.Length > 1 ? $"in {ahead.Length} of {Tests.Length} tests: " : "";
        string more = ahead.Length > Named ? " …" : "";
        return $"{Origin.Publisher} ({(Origin.Via.Length > 0 ? $"via {Origin.Via}, " : "")}{Origin.Kind}, {Origin.Date}; {count}{string.Join(", ", ahead.Take(Named).AsEnumerable())}{more})";
    }
}
