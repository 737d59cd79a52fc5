using System.Collections.Immutable;
using LocalRig.Tables;

namespace LocalRig.Evidence;

/// <summary>What others publish of models' quality (<c>data/evidence/rankings.csv</c>). Nothing is averaged: claims stand side by side.</summary>
public sealed class RankingLedger
{
    private static readonly Lazy<RankingLedger> Embedded = new(() => new RankingLedger([.. Read().Claims]));

    /// <summary>A ledger of given claims.</summary>
    public RankingLedger(ImmutableArray<RankingClaim> claims) => Claims = claims;

    /// <summary>The ledger this build carries.</summary>
    public static RankingLedger Default => Embedded.Value;

    /// <summary>Everything, in the file's order.</summary>
    public ImmutableArray<RankingClaim> Claims { get; }

    /// <summary>Every model a claim is about.</summary>
    public IEnumerable<string> Models => Claims.Select(c => c.Model).Distinct();

    /// <summary>What is claimed of one model.</summary>
    public IEnumerable<RankingClaim> Of(string model) => Claims.Where(c => c.Model == model);

    /// <summary>Every test in which one publisher has both of two models.</summary>
    public IEnumerable<RankedPair> Tests(string one, string other)
    {
        foreach (RankingClaim claim in Of(one))
        {
            if (claim.Result is RankedAbove above && above.Models.Contains(other))
            {
                yield return new RankedPair(one, other, 1, claim, null);
            }
            else if (claim.Result is RankingScore score && Beside(claim, score).FirstOrDefault(c => c.Model == other) is { Result: RankingScore against } beside)
            {
                yield return new RankedPair(one, other, score.Against(against), claim, beside);
            }
        }

        foreach (RankingClaim claim in Of(other).Where(c => c.Result is RankedAbove above && above.Models.Contains(one)))
        {
            yield return new RankedPair(one, other, -1, claim, null);
        }
    }

    /// <summary>Other models' scores by the same publisher in the same test.</summary>
    public IEnumerable<RankingClaim> Beside(RankingClaim claim, RankingScore score) =>
        Claims.Where(c => c.Model != claim.Model && c.Benchmark == claim.Benchmark && c.Origin.Publisher == claim.Origin.Publisher && c.Result is RankingScore s && s.Unit == score.Unit);

    /// <summary>This ledger and more claims.</summary>
    public RankingLedger With(params IEnumerable<RankingClaim> more) => new([.. Claims, .. more]);

    /// <summary>Everything wrong with the ledger that comes with LocalRig; empty in a sound build.</summary>
    public static ImmutableArray<string> Validate() => [.. Read().Problems];

    private static (List<RankingClaim> Claims, List<string> Problems) Read() => RankingRows.Parse("rankings.csv", CarriedFile.Text("evidence/rankings.csv"));
}
