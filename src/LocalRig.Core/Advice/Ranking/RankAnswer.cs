using System.Collections.Immutable;
using LocalRig.Evidence;

namespace LocalRig.Advice.Ranking;

/// <summary>What others publish of a model's quality, side by side.</summary>
/// <param name="Model">The model.</param>
/// <param name="Notice">What to know about the name, or empty.</param>
/// <param name="Groups">Claims by test: what somebody independent tested first.</param>
/// <param name="Contradictions">Where claims contradict each other, or size.</param>
/// <param name="Siblings">Where there is nothing: models of the family of which there is something.</param>
public sealed record RankAnswer(string Model, string Notice, ImmutableArray<RankGroup> Groups, ImmutableArray<Contradiction> Contradictions, ImmutableArray<string> Siblings)
{
    /// <summary>Everything claimed, in the groups' order.</summary>
    public IEnumerable<RankEntry> Entries => Groups.SelectMany(g => g.Entries);

    /// <summary>What there is, in one sentence.</summary>
    public string Summary =>
        Groups.IsEmpty ? $"No ranking evidence: LocalRig carries no published score of {Model}."
        : $"{Count(Entries.Count(), "claim")} by {Count(Entries.Select(e => e.Claim.Origin.Publisher).Distinct().Count(), "publisher")}, in {Count(Groups.Length, "test")}.";

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}

/// <summary>Claims that compare: one test in one unit.</summary>
/// <param name="Benchmark">The test.</param>
/// <param name="Entries">One per publisher.</param>
public sealed record RankGroup(string Benchmark, ImmutableArray<RankEntry> Entries);

/// <summary>One publisher's claim and what it stands beside.</summary>
/// <param name="Model">The model asked about.</param>
/// <param name="Claim">The claim; an order that names the model second is about another.</param>
/// <param name="Beside">Other models' scores by the same publisher in the same test, best first.</param>
public sealed record RankEntry(string Model, RankingClaim Claim, ImmutableArray<RankingClaim> Beside)
{
    /// <summary>What the claim says of the model: <c>37/100</c>, <c>below Qwen3.5-27B</c>.</summary>
    public string Result => Claim.Model == Model ? $"{Claim.Result}" : $"below {Claim.Model}";

    /// <summary>The place in the publisher's own list, or empty.</summary>
    public string Standing => (Claim.Result as RankingScore)?.Standing ?? "";
}
