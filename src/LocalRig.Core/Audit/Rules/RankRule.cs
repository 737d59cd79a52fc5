using System.Collections.Immutable;
using LocalRig.Audit.Claims;
using LocalRig.Audit.Naming;
using LocalRig.Catalog;
using LocalRig.Evidence;

namespace LocalRig.Audit.Rules;

/// <summary>Whether published scores say what is said of a model's quality: attributed, side by side, never averaged.</summary>
internal sealed class RankRule(ModelNames names, RankingLedger ledger)
{
    private const double Rounding = 0.01;
    private const int Shown = 12;

    public Finding Check(RankClaim claim)
    {
        if (names.Find(claim.Model) is not ReleasedModel { Model: var model })
        {
            return names.Find(claim.Model) is MissingModel missing ? new Finding(claim, ClaimVerdict.False, $"Nobody released a {missing.Family}-{missing.Billions:0.##}B.", [new Working(missing.Notice)], missing.Notice) : ModelRules.Unknown(claim, claim.Model);
        }

        if (claim.Above.Length > 0)
        {
            return names.Find(claim.Above) is ReleasedModel { Model: var other } ? Order(claim, model, other) : ModelRules.Unknown(claim, claim.Above);
        }

        ImmutableArray<RankingClaim> known = [.. ledger.Of(model.Id).Where(f => f.Result is RankingScore && Meant(claim, f))];
        return known.IsEmpty || claim.Score is not Interval score
            ? new Finding(claim, ClaimVerdict.Unsupported, $"LocalRig carries no {(claim.Benchmark + " " + claim.Publisher).Trim()} score of {model.Id}.".Replace("  ", " ", StringComparison.Ordinal), [])
            : Scored(claim, model, known, score);
    }

    private Finding Scored(RankClaim claim, CatalogModel model, ImmutableArray<RankingClaim> known, Interval score)
    {
        RankingClaim? agrees = known.FirstOrDefault(f => f.Result is RankingScore s && (score.Holds(s.Low, Rounding) || score.Holds(s.High, Rounding)));
        ImmutableArray<Working> working = [.. ledger.Of(model.Id).OrderByDescending(known.Contains).ThenByDescending(f => known.Any(k => k.Benchmark == f.Benchmark)).Take(Shown).Select(f => new Working($"{f.Model}: {f}", f.Origin.Source))];
        bool attributed = claim.Publisher.Length > 0 || (claim.Benchmark.Length > 0 && known.Length == 1);
        string others = claim.Benchmark.Length > 0 ? "Others publish another score for this test: name who ran it." : "Other tests give other scores: name the test and who ran it.";
        return agrees is null ? new Finding(claim, ClaimVerdict.False, "The published score is another.", working, string.Join("; ", known.Take(Shown)))
            : attributed ? new Finding(claim, ClaimVerdict.Holds, $"{agrees.Origin.Publisher} says so ({agrees.Origin.Kind}, {agrees.Origin.Date}): a statement about that test alone.", working)
            : new Finding(claim, ClaimVerdict.Misleading, others, working, string.Join("; ", claim.Benchmark.Length > 0 ? known : [agrees]));
    }

    /// <summary>Two models compared wherever one publisher has both in one test.</summary>
    private Finding Order(RankClaim claim, CatalogModel model, CatalogModel other)
    {
        ImmutableArray<RankedPair> pairs = [.. ledger.Tests(model.Id, other.Id).Where(p => Meant(claim, p.Claim))];
        ImmutableArray<RankedPair> agree = [.. pairs.Where(p => p.Sign > 0)];
        ImmutableArray<Working> working = [.. pairs.OrderByDescending(p => p.Claim.Origin.IsIndependent).Take(Shown).Select(p => new Working(Words(p), p.Claim.Origin.Source))];
        string truth = $"Ahead in {Tests(agree)}; not in {Tests(pairs.Except(agree))}.";
        return pairs.IsEmpty ? new Finding(claim, ClaimVerdict.Unsupported, $"LocalRig carries no test that has both {model.Id} and {other.Id}.", [])
            : agree.Length == pairs.Length ? new Finding(claim, ClaimVerdict.Holds, $"So say all {pairs.Length} published comparisons LocalRig carries.", working)
            : agree.IsEmpty ? new Finding(claim, ClaimVerdict.False, "No published comparison says so.", working, $"{other.Id} is level or ahead in {Tests(pairs)}.")
            : new Finding(claim, ClaimVerdict.Misleading, "Tests disagree; none of them is the model's quality.", working, truth);
    }

    private static string Words(RankedPair pair) =>
        $"{pair.Claim.Benchmark}: {(pair.Against is null ? $"{pair.Claim.Model} {pair.Claim.Result}" : $"{pair.One} {pair.Claim.Result}, {pair.Other} {pair.Against.Result}")} ({pair.Claim.Origin})";

    private static string Tests(IEnumerable<RankedPair> pairs) => string.Join("; ", pairs.GroupBy(p => p.Claim.Origin.Publisher).Select(g => $"{string.Join(", ", g.Select(p => p.Claim.Benchmark))} ({g.Key})"));

    private static bool Meant(RankClaim claim, RankingClaim known) => Meant(known.Benchmark, claim.Benchmark) && (Meant(known.Origin.Publisher, claim.Publisher) || Meant(known.Origin.Via, claim.Publisher));

    private static bool Meant(string known, string said) => said.Length == 0 || known.Contains(said, StringComparison.OrdinalIgnoreCase);
}
