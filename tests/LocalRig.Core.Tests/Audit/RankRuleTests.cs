using LocalRig.Audit;
using LocalRig.Audit.Claims;
using LocalRig.Audit.Naming;
using LocalRig.Audit.Rules;
using LocalRig.Catalog;
using LocalRig.Evidence;
using Xunit;

namespace LocalRig.Core.Tests.Audit;

/// <summary>Scores of data sheets read elsewhere: the vendor's card of 2026-02-24 and AkitaOnRails' ranking.</summary>
public class RankRuleTests
{
    private const string Card = "https://huggingface.co/Qwen/Qwen3.5-122B-A10B";

    private static readonly RankRule Carried = new(new ModelNames(ModelCatalog.Default), RankingLedger.Default);

    private static readonly RankRule Rule = new(new ModelNames(ModelCatalog.Default), new RankingLedger(
    [
        Score("Qwen3.5-122B-A10B", "SWE-bench Verified", 72.0),
        Score("Qwen3.5-27B", "SWE-bench Verified", 72.4),
        Score("Qwen3.5-35B-A3B", "SWE-bench Verified", 69.2),
        Score("Qwen3.5-122B-A10B", "Terminal-Bench 2", 49.4),
        Score("Qwen3.5-27B", "Terminal-Bench 2", 41.6),
        new("Qwen3.5-122B-A10B", "coding ranking", new RankingScore(37, 37, 0, "/100", false, ""), new("AkitaOnRails", "", "third-party", "2026", "https://www.akitaonrails.com", "")),
        new("Qwen3.5-35B-A3B", "indices", new RankedAbove(["Qwen3.5-4B"]), new("Somebody", "", "third-party", "2026", "https://example.org", "")),
    ]));

    [Theory]
    [InlineData("Qwen3.5-122B", "Qwen3.5-27B", "", ClaimVerdict.Misleading)]
    [InlineData("Qwen3.5-122B", "Qwen3.5-35B", "", ClaimVerdict.Holds)]
    [InlineData("Qwen3.5-122B", "Qwen3.5-27B", "SWE-bench", ClaimVerdict.False)]
    [InlineData("Qwen3.5-122B", "Qwen3.5-9B", "", ClaimVerdict.Unsupported)]
    [InlineData("Qwen3.5-70B", "Qwen3.5-9B", "", ClaimVerdict.False)]
    [InlineData("Qwen3.5-35B", "Qwen3.5-4B", "", ClaimVerdict.Holds)]
    [InlineData("Qwen3.5-4B", "Qwen3.5-35B", "", ClaimVerdict.False)]
    public void Two_models_are_compared_test_by_test(string model, string above, string benchmark, ClaimVerdict verdict) =>
        Assert.Equal(verdict, Rule.Check(new RankClaim(model, benchmark, "", null, above)).Verdict);

    [Theory]
    [InlineData("AkitaOnRails", 37, ClaimVerdict.Holds)]
    [InlineData("AkitaOnRails", 80, ClaimVerdict.False)]
    [InlineData("", 37, ClaimVerdict.Misleading)]
    [InlineData("nobody", 37, ClaimVerdict.Unsupported)]
    public void A_score_is_its_publishers_and_says_nothing_without_one(string publisher, double score, ClaimVerdict verdict) =>
        Assert.Equal(verdict, Rule.Check(new RankClaim("Qwen3.5-122B", "", publisher, Interval.Of(score), "")).Verdict);

    [Fact]
    public void Contradictions_stand_side_by_side()
    {
        Finding finding = Rule.Check(new RankClaim("Qwen3.5-122B", "", "AkitaOnRails", Interval.Of(37), ""));
        Assert.Contains(finding.Working, w => w.Text.Contains("72%", StringComparison.Ordinal) && w.Source == Card);
        Assert.Contains(finding.Working, w => w.Text.Contains("37/100", StringComparison.Ordinal));
    }

    /// <summary>What was found by hand ("Rankings disagree", 2026-11; tests/data/audit, section 12) comes out of the ledger this build carries.</summary>
    [Theory]
    [InlineData("Qwen3.5-122B", "", "AkitaOnRails", "Qwen3.5-35B", ClaimVerdict.False)]
    [InlineData("Qwen3.5-27B", "", "Artificial Analysis", "Qwen3.5-122B", ClaimVerdict.Misleading)] // in March; in its tables of June and August not in every test
    [InlineData("Qwen3.5-27B", "", "Artificial Analysis", "Qwen3.5-35B", ClaimVerdict.Holds)]
    [InlineData("Qwen3.5-122B", "MMLU-Pro", "Qwen", "Qwen3.5-27B", ClaimVerdict.Holds)]
    [InlineData("Qwen3.5-122B", "GPQA", "Qwen", "Qwen3.5-27B", ClaimVerdict.Holds)]
    [InlineData("Qwen3.5-122B", "SWE-bench", "Qwen", "Qwen3.5-27B", ClaimVerdict.False)]
    [InlineData("Qwen3.5-122B", "IFEval", "Qwen", "Qwen3.5-27B", ClaimVerdict.False)]
    [InlineData("Qwen3.5-122B", "LiveCodeBench", "Qwen", "Qwen3.5-27B", ClaimVerdict.False)]
    [InlineData("Qwen3.5-122B", "", "", "Qwen3.5-35B", ClaimVerdict.Misleading)]
    [InlineData("Qwen3.5-122B", "", "", "Codestral-22B", ClaimVerdict.Unsupported)]
    public void Contradicting_rankings_are_judged_as_by_hand(string model, string benchmark, string publisher, string above, ClaimVerdict verdict) =>
        Assert.Equal(verdict, Carried.Check(new RankClaim(model, benchmark, publisher, null, above)).Verdict);

    [Theory]
    [InlineData("Qwen", 69.2, ClaimVerdict.Holds)]
    [InlineData("whatmodel.sh", 58.6, ClaimVerdict.Holds)]
    [InlineData("whatmodel.sh", 69.2, ClaimVerdict.False)]
    [InlineData("", 69.2, ClaimVerdict.Misleading)]
    public void A_vendors_score_and_its_reproduction_are_two_statements(string publisher, double score, ClaimVerdict verdict)
    {
        Finding finding = Carried.Check(new RankClaim("Qwen3.5-35B", "SWE-bench", publisher, Interval.Of(score), ""));
        Assert.Equal(verdict, finding.Verdict);
        Assert.Equal(verdict == ClaimVerdict.Misleading, finding.Correction.Contains("69.2%", StringComparison.Ordinal) && finding.Correction.Contains("58.6%", StringComparison.Ordinal));
        Assert.Contains(finding.Working, w => w.Text.Contains("69.2%", StringComparison.Ordinal));
        Assert.Contains(finding.Working, w => w.Text.Contains("58.6%", StringComparison.Ordinal));
    }

    private static RankingClaim Score(string model, string benchmark, double percent) =>
        new(model, benchmark, new RankingScore(percent, percent, 0, "%", false, ""), new("Qwen (Alibaba)", "", "vendor", "2026-02-24", Card, ""));
}
