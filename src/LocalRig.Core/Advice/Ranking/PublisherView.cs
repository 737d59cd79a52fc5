using System.Collections.Immutable;
using LocalRig.Evidence;

namespace LocalRig.Advice.Ranking;

/// <summary>How one publisher orders two models, over all its tests that have both. Tests are counted, scores never averaged.</summary>
/// <param name="Tests">Its tests, at least one.</param>
public sealed record PublisherView(ImmutableArray<RankedPair> Tests)
{
    private const int Named = 3; // tests named in a sentence; the rest are in the table

    /// <summary>Who publishes.</summary>
    public string Publisher => Tests[0].Claim.Origin.Publisher;

    /// <summary>Whether nothing in it is a vendor's word or a repetition without its own test.</summary>
    public bool IsIndependent => Origins.All(o => o.IsIndependent);

    /// <summary>The addresses of all scores in it.</summary>
    public IEnumerable<string> Sources => Origins.Select(o => o.Source).Distinct();

    private IEnumerable<RankingOrigin> Origins => Tests.SelectMany(t => t.Against is null ? [t.Claim.Origin] : (RankingOrigin[])[t.Claim.Origin, t.Against.Origin]);

    /// <summary>Who repeats them, kinds and dates: scores of one test may stand on pages of different days.</summary>
    private string Terms =>
        string.Join(", ",
        [
            .. Origins.Select(o => o.Via).Where(v => v.Length > 0).Distinct().Select(v => "via " + v),
            .. Origins.Select(o => o.Kind).Distinct(),
            string.Join(" and ", Origins.Select(o => o.Date).Distinct().Order(StringComparer.Ordinal)),
        ]);

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
        string count = Tests.Length == 1 ? "" : ahead.Length == Tests.Length ? $"in all {Tests.Length} tests: " : $"in {ahead.Length} of {Tests.Length} tests: ";
        string more = ahead.Length > Named ? " …" : "";
        return $"{Publisher} ({Terms}; {count}{string.Join(", ", ahead.Take(Named).AsEnumerable())}{more})";
    }
}
