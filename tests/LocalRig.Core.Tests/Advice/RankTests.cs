using LocalRig.Advice.Ranking;
using LocalRig.Catalog;
using LocalRig.Evidence;
using Xunit;

namespace LocalRig.Core.Tests.Advice;

/// <summary>Claims side by side: every one is shown, each contradiction is one sentence with all its publishers.</summary>
public sealed class RankTests
{
    private const string Large = "Qwen3.5-27B";
    private const string Small = "Qwen3.5-9B";

    /// <summary>Found by hand in the sources ("Rankings disagree", 2026-11; tests/data/audit, section 12).</summary>
    [Theory]
    [InlineData("Qwen3.5-122B-A10B", "37/100", "AkitaOnRails", "Qwen (Alibaba)")]
    [InlineData("Qwen3.5-122B-A10B", "Qwen3.5-27B", "Artificial Analysis", "Qwen (Alibaba)")]
    [InlineData("Qwen3.5-35B-A3B", "69.2%", "58.6%", "whatmodel.sh")]
    [InlineData("Qwen3.5-35B-A3B", "behind", "87.8%", "via vast.ai", "2026-02 and 2026-02-24")]
    [InlineData("Qwen3.5-35B-A3B", "smaller than Qwen3.5-122B-A10B", "55/100", "AkitaOnRails")]
    public void Known_contradictions_are_pointed_out(string model, params string[] parts)
    {
        Contradiction? found = Of(RankingLedger.Default, model).Contradictions.FirstOrDefault(c => parts.All(p => c.Sentence.Contains(p, StringComparison.Ordinal)));
        Assert.NotNull(found);
        Assert.All(found.Sources, s => Assert.StartsWith("https://", s, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_claim_of_the_ledger_is_shown_and_none_twice()
    {
        foreach (string model in RankingLedger.Default.Models)
        {
            RankAnswer answer = Of(RankingLedger.Default, model);
            IEnumerable<RankingClaim> about = RankingLedger.Default.Claims.Where(c => c.Model == model || c.Result is RankedAbove above && above.Models.Contains(model));
            Assert.Equal(about.Select(c => c.ToString()).Order(), answer.Entries.Select(e => e.Claim.ToString()).Order());
        }
    }

    [Fact]
    public void Publishers_who_agree_contradict_nothing() =>
        Assert.Empty(Of(Ledger(Score(Large, 70, "A"), Score(Small, 60, "A"), Score(Large, 7, "B", "u"), Score(Small, 6, "B", "u")), Large).Contradictions);

    [Fact]
    public void Publishers_who_order_two_models_oppositely_are_named_with_kind_and_date()
    {
        RankAnswer answer = Of(Ledger(Score(Large, 70, "A"), Score(Small, 60, "A"), Score(Large, 6, "B", "u"), Score(Small, 7, "B", "u")), Large);
        OppositeOrders found = Assert.Single(answer.Contradictions.OfType<OppositeOrders>());
        Assert.Equal("Publishers disagree: Qwen3.5-27B is ahead of Qwen3.5-9B according to A (community, 2026-11; t 70% against 60%), but behind according to B (community, 2026-11; u 7% against 6%).", found.Sentence);
        Assert.Equal(["https://example.org/A", "https://example.org/B"], found.Sources);
        SmallerAhead smaller = Assert.Single(answer.Contradictions.OfType<SmallerAhead>());
        Assert.Equal((Small, Large), (smaller.Smaller, smaller.Larger));
    }

    [Fact]
    public void One_publishers_own_tests_are_weighed_by_their_number_only_against_others()
    {
        RankingClaim[] mixed = [Score(Large, 70, "A"), Score(Small, 60, "A"), Score(Large, 6, "A", "u"), Score(Small, 7, "A", "u")];
        Assert.Empty(Of(Ledger([.. mixed, Score(Large, 1, "B", "v"), Score(Small, 2, "B", "v")]), Large).Contradictions.OfType<OppositeOrders>());
    }

    [Fact]
    public void Scores_of_one_test_within_the_margins_are_no_contradiction()
    {
        Assert.Empty(Of(Ledger(Score(Large, 70, "A"), Score(Large, 70, "B")), Large).Contradictions);
        Assert.IsType<OtherScore>(Assert.Single(Of(Ledger(Score(Large, 70, "A"), Score(Large, 60, "B")), Large).Contradictions));
    }

    [Theory]
    [InlineData("Codestral-22B", "")]
    [InlineData("Qwen3.5-32B", "Nobody released")]
    [InlineData("qwen3.7-max", "no open weights")]
    public void Names_without_a_released_model_or_evidence_are_told_apart(string name, string notice)
    {
        RankAnswer answer = Of(RankingLedger.Default, name);
        Assert.Contains(notice, answer.Notice, StringComparison.Ordinal);
        Assert.Equal(name == "qwen3.7-max", !answer.Summary.StartsWith("No ranking evidence", StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_nobody_knows_has_no_answer() => Assert.Null(Advisor(RankingLedger.Default).Of("nonsense"));

    private static RankAnswer Of(RankingLedger ledger, string model) => Advisor(ledger).Of(model)!;

    private static RankAdvisor Advisor(RankingLedger ledger) => new(ledger, ModelCatalog.Default.Find);

    private static RankingLedger Ledger(params RankingClaim[] claims) => new([.. claims]);

    private static RankingClaim Score(string model, double value, string by, string test = "t") =>
        new(model, test, new RankingScore(value, value, 0, "%", false, ""), new RankingOrigin(by, "", "community", "2026-11", "https://example.org/" + by, ""));
}
