using System.Collections.Immutable;
using LocalRig.Tables;

namespace LocalRig.Evidence;

/// <summary>What others publish of models' quality (<c>data/evidence/rankings.csv</c>, <c>tests.csv</c> and <c>scores.csv</c>). Nothing is averaged:
/// claims stand side by side.</summary>
public sealed class RankingLedger
{
    private static readonly Lazy<RankingLedger> Embedded = new(() => Read().Ledger);

    private readonly ILookup<string, RankingClaim> _byModel;
    private readonly ILookup<(string Benchmark, string Publisher), RankingClaim> _byTest;

    /// <summary>A ledger of given claims, every test of which orders models for every job.</summary>
    public RankingLedger(ImmutableArray<RankingClaim> claims)
        : this(claims, null)
    {
    }

    /// <summary>A ledger of given claims.</summary>
    /// <param name="claims">The claims.</param>
    /// <param name="tests">The tests that order models; null where all do.</param>
    public RankingLedger(ImmutableArray<RankingClaim> claims, ImmutableArray<ScoredTest>? tests)
    {
        Claims = claims;
        Ordering = tests;
        _byModel = claims.ToLookup(c => c.Model);
        _byTest = claims.ToLookup(c => (c.Benchmark, c.Origin.Publisher));
    }

    /// <summary>The ledger this build carries.</summary>
    public static RankingLedger Default => Embedded.Value;

    /// <summary>Everything, in the file's order.</summary>
    public ImmutableArray<RankingClaim> Claims { get; }

    /// <summary>The tests that order models, each for some jobs; null where all do for all.</summary>
    public ImmutableArray<ScoredTest>? Ordering { get; }

    /// <summary>Every model a claim is about.</summary>
    public IEnumerable<string> Models => Claims.Select(c => c.Model).Distinct();

    /// <summary>What is claimed of one model.</summary>
    public IEnumerable<RankingClaim> Of(string model) => _byModel[model];

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
        _byTest[(claim.Benchmark, claim.Origin.Publisher)].Where(c => c.Model != claim.Model && c.Result is RankingScore s && s.Unit == score.Unit);

    /// <summary>This ledger and more claims.</summary>
    public RankingLedger With(params IEnumerable<RankingClaim> more) => new([.. Claims, .. more], Ordering);

    /// <summary>Everything wrong with the ledger that comes with LocalRig; empty in a sound build.</summary>
    public static ImmutableArray<string> Validate() => [.. Read().Problems];

    private static (RankingLedger Ledger, List<string> Problems) Read()
    {
        (List<RankingClaim> single, List<string> problems) = RankingRows.Parse("rankings.csv", CarriedFile.Text("evidence/rankings.csv"));
        (List<ScoredTest> tests, List<RankingClaim> scores, List<string> more) = ScoreTables.Parse(CarriedFile.Text("evidence/tests.csv"), CarriedFile.Text("evidence/scores.csv"));
        return (new RankingLedger([.. single, .. scores], [.. tests.Where(t => !t.Jobs.IsEmpty)]), [.. problems, .. more]);
    }
}
