using LocalRig.Advice;
using LocalRig.Advice.Matching;
using LocalRig.Catalog;
using LocalRig.Core.Tests.Planning;
using LocalRig.Evidence;
using LocalRig.Planning;
using Xunit;

namespace LocalRig.Core.Tests.Advice;

/// <summary>Evidence orders what the rule leaves level, and nothing else. The claims are made up.</summary>
public sealed class TieBreakTests
{
    private static readonly Usable Any = new(0, 0);
    private static readonly MemoryPlan Plan = new Planner(new PlainEngine()).Sketch(Samples.Model(), new PlanQuestion(), Samples.Rig(8));
    private static readonly SurveyLine First = Line("Qwen3-8B", 10);
    private static readonly SurveyLine Second = Line("Llama-3.1-8B", 9.99);
    private static readonly SurveyLine Larger = Line("Qwen3-14B", 10.8);

    [Fact]
    public void Without_evidence_the_rule_alone_orders()
    {
        HardwareMatch match = Match([First, Second], []);
        Assert.Equal(First, match.Best);
        Assert.Equal("", match.TieBroken);
    }

    [Fact]
    public void Better_evidence_flips_a_tie_and_is_named_with_source_and_date()
    {
        HardwareMatch match = Match([First, Second], [Score(First, 60), Score(Second, 70)]);
        Assert.Equal(Second, match.Best);
        Assert.All(["level by size and age", "Reader", "community", "2026-11-02", "https://example.org/Reader", "70%", "60%"], w => Assert.Contains(w, match.Because, StringComparison.Ordinal));
        Assert.Contains("behind", match.WhyNot, StringComparison.Ordinal);
    }

    [Fact]
    public void Evidence_never_beats_size() =>
        Assert.Equal([Larger, First], Match([First, Larger], [Score(Larger, 1), Score(First, 99)]).Lines);

    [Fact]
    public void Evidence_never_beats_fit_or_usefulness()
    {
        SurveyLine spilling = Second with { Plan = new Planner(new PlainEngine()).Sketch(Samples.Model(layers: 60), new PlanQuestion(), Samples.Rig(8)) };
        Assert.NotEqual(Plan.Verdict, spilling.Plan.Verdict);
        Assert.Equal(First, Match([First, spilling], [Score(First, 1), Score(spilling, 99)]).Best);
        SurveyLine shortened = Second with { ComfortableContext = 10 };
        Assert.Equal(First, HardwareMatch.Of("", Samples.Rig(8), [First, shortened], new Usable(0, 1000), new RankingLedger([Score(First, 1), Score(shortened, 99)])).Best);
    }

    [Fact]
    public void A_vendors_word_breaks_no_tie() =>
        Assert.Equal(First, Match([First, Second], [Score(First, 60, kind: "vendor"), Score(Second, 70, kind: "vendor")]).Best);

    [Fact]
    public void Independent_publishers_that_contradict_each_other_break_no_tie() =>
        Assert.Equal(First, Match([First, Second], [Score(First, 60), Score(Second, 70), Score(First, 9, "Another"), Score(Second, 8, "Another")]).Best);

    [Fact]
    public void Scores_of_different_publishers_or_within_their_margins_break_no_tie()
    {
        Assert.Equal(First, Match([First, Second], [Score(First, 60), Score(Second, 70, "Another")]).Best);
        Assert.Equal(First, Match([First, Second], [Score(First, 69.5, margin: 0.5), Score(Second, 70, margin: 0.5)]).Best);
    }

    private static HardwareMatch Match(SurveyLine[] lines, RankingClaim[] claims) => HardwareMatch.Of("", Samples.Rig(8), lines, Any, new RankingLedger([.. claims]));

    private static SurveyLine Line(string model, double strength) => new(ModelCatalog.Default.Get(model), Plan, 8192, strength);

    private static RankingClaim Score(SurveyLine line, double value, string by = "Reader", string kind = "community", double margin = 0) =>
        new(line.Model.Id, "a test", new RankingScore(value, value, margin, "%", false, ""), new RankingOrigin(by, "", kind, "2026-11-02", "https://example.org/" + by, ""));
}
