using System.Collections.Immutable;
using LocalRig.Audit.Claims;
using LocalRig.Audit.Naming;
using LocalRig.Catalog;

namespace LocalRig.Audit.Rules;

/// <summary>Whether published scores say what is said of a model's quality: attributed, side by side, never averaged.</summary>
internal sealed class RankRule(ModelNames names, ImmutableArray<RankingFact> facts)
{
    private const double Rounding = 0.01;
    private const int Shown = 12;

    public Finding Check(RankClaim claim)
    {
        if (names.Find(claim.Model) is not ReleasedModel { Model: var model })
        {
            return names.Find(claim.Model) is MissingModel missing ? new Finding(claim, ClaimVerdict.False, $"Nobody released a {missing.Family}-{missing.Billions:0.##}B.", [new Working(missing.Notice)], missing.Notice) : ModelRules.Unknown(claim, claim.Model);
        }

        ImmutableArray<RankingFact> known = [.. facts.Where(f => f.Model == model.Id && Meant(f.Benchmark, claim.Benchmark) && Meant(f.Publisher, claim.Publisher))];
        if (claim.Above.Length > 0)
        {
            return names.Find(claim.Above) is ReleasedModel { Model: var other } ? Order(claim, model, other, known) : ModelRules.Unknown(claim, claim.Above);
        }

        return known.IsEmpty || claim.Score is not Interval score
            ? new Finding(claim, ClaimVerdict.Unsupported, $"LocalRig carries no {(claim.Benchmark + " " + claim.Publisher).Trim()} score of {model.Id}.".Replace("  ", " ", StringComparison.Ordinal), [])
            : Scored(claim, model, known, score);
    }

    private Finding Scored(RankClaim claim, CatalogModel model, ImmutableArray<RankingFact> known, Interval score)
    {
        RankingFact? agrees = known.FirstOrDefault(f => score.Holds(f.Score, Rounding));
        ImmutableArray<Working> working = [.. facts.Where(f => f.Model == model.Id).OrderByDescending(known.Contains).Take(Shown).Select(Line)];
        bool attributed = claim.Benchmark.Length > 0 || claim.Publisher.Length > 0;
        string others = "Other tests give other scores: name the test and who ran it.";
        return agrees is null ? new Finding(claim, ClaimVerdict.False, "The published score is another.", working, string.Join("; ", known.Take(Shown).Select(Words)))
            : attributed ? new Finding(claim, ClaimVerdict.Holds, $"{agrees.Publisher} says so ({agrees.Kind}, {agrees.Date}): a statement about that test alone.", working)
            : new Finding(claim, ClaimVerdict.Misleading, others, working, Words(agrees));
    }

    /// <summary>Two models compared wherever one publisher scored both by one test.</summary>
    private Finding Order(RankClaim claim, CatalogModel model, CatalogModel other, ImmutableArray<RankingFact> known)
    {
        ImmutableArray<(RankingFact One, RankingFact Other)> pairs =
        [
            .. from one in known
               from two in facts.Where(f => f.Model == other.Id && f.Benchmark == one.Benchmark && f.Publisher == one.Publisher).Take(1)
               select (one, two),
        ];
        ImmutableArray<(RankingFact One, RankingFact Other)> agree = [.. pairs.Where(p => p.One.Score > p.Other.Score)];
        ImmutableArray<Working> working = [.. pairs.Take(Shown).Select(p => new Working($"{p.One.Benchmark}: {model.Id} {p.One.Score:0.##}{p.One.Unit}, {other.Id} {p.Other.Score:0.##}{p.Other.Unit} ({p.One.Publisher}, {p.One.Kind}, {p.One.Date})", p.One.Source))];
        string truth = $"Ahead in {Tests(agree)}; not in {Tests(pairs.Except(agree))}.";
        return pairs.IsEmpty ? new Finding(claim, ClaimVerdict.Unsupported, $"LocalRig carries no test that scores both {model.Id} and {other.Id}.", [])
            : agree.Length == pairs.Length ? new Finding(claim, ClaimVerdict.Holds, $"So say all {pairs.Length} published comparisons LocalRig carries.", working)
            : agree.IsEmpty ? new Finding(claim, ClaimVerdict.False, "No published comparison says so.", working, $"{other.Id} is level or ahead in {Tests(pairs)}.")
            : new Finding(claim, ClaimVerdict.Misleading, "Tests disagree; none of them is the model's quality.", working, truth);
    }

    private static string Tests(IEnumerable<(RankingFact One, RankingFact Other)> pairs) => string.Join(", ", pairs.Select(p => $"{p.One.Benchmark} ({p.One.Publisher})"));

    private static bool Meant(string known, string said) => said.Length == 0 || known.Contains(said, StringComparison.OrdinalIgnoreCase);

    private static string Words(RankingFact fact) => $"{fact.Benchmark} {fact.Score:0.##}{fact.Unit} ({fact.Publisher}, {fact.Kind}, {fact.Date})";

    private static Working Line(RankingFact fact) => new($"{fact.Model}: {Words(fact)}", fact.Source);
}
