using LocalRig.Advice;
using LocalRig.Advice.Jobs;
using LocalRig.Advice.Matching;
using LocalRig.Catalog;
using LocalRig.Core.Tests.Planning;
using LocalRig.Evidence;
using LocalRig.Planning;
using Xunit;

namespace LocalRig.Core.Tests.Advice;

/// <summary>Independent tests order models, size and age where nobody compared two; fit comes before both. The claims are made up, but for those of the
/// ledger that comes with LocalRig.</summary>
public sealed class EvidenceOrderTests
{
    private static readonly Usable Any = new(0, 0);
    private static readonly MemoryPlan Plan = new Planner(new PlainEngine()).Sketch(Samples.Model(), new PlanQuestion(), Samples.Rig(8));
    private static readonly SurveyLine First = Line("Qwen3-8B", 10);
    private static readonly SurveyLine Second = Line("Llama-3.1-8B", 9.99);
    private static readonly SurveyLine Larger = Line("Qwen3-14B", 10.8);

    [Fact]
    public void Without_evidence_size_and_age_order_and_it_is_said()
    {
        HardwareMatch match = Match([Second, First], []);
        Assert.Equal([First, Second], match.Lines);
        Assert.Contains("By size and age", match.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void Evidence_beats_size_and_is_named_with_publisher_date_and_scores()
    {
        HardwareMatch match = Match([First, Larger], [Score(Larger, 60), Score(First, 70)]);
        Assert.Equal(First, match.Best);
        Assert.All(["Reader", "2026-11-02", "70 against 60", Larger.Model.Id], w => Assert.Contains(w, match.Because, StringComparison.Ordinal));
        Assert.Contains("behind", match.WhyNot, StringComparison.Ordinal);
    }

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
    public void A_vendors_word_orders_nothing() =>
        Assert.Equal(First, Match([First, Second], [Score(First, 60, kind: "vendor"), Score(Second, 70, kind: "vendor")]).Best);

    [Fact]
    public void Independent_publishers_that_contradict_each_other_order_nothing_and_are_both_named()
    {
        HardwareMatch match = Match([First, Second], [Score(First, 60), Score(Second, 70), Score(First, 9, "Another"), Score(Second, 8, "Another")]);
        Assert.Equal(First, match.Best);
        Assert.All(["disagree", "Reader", "Another", "By size and age"], w => Assert.Contains(w, match.Because, StringComparison.Ordinal));
    }

    [Fact]
    public void Scores_of_different_publishers_or_within_their_margins_order_nothing()
    {
        Assert.Equal(First, Match([First, Second], [Score(First, 60), Score(Second, 70, "Another")]).Best);
        Assert.Equal(First, Match([First, Second], [Score(First, 69.5, margin: 0.5), Score(Second, 70, margin: 0.5)]).Best);
    }

    [Fact]
    public void What_follows_by_way_of_a_third_model_counts_within_one_publisher()
    {
        RankingClaim[] chain = [Score(Second, 70), Score(Larger, 60), Score(Larger, 60, test: "u"), Score(First, 50, test: "u")];
        EvidenceOrder order = EvidenceOrder.Of(new RankingLedger([.. chain]), Job.General);
        Assert.Equal(Standing.AheadByOthers, order.Compare(Second.Model.Id, First.Model.Id));
        Assert.Equal([Larger.Model.Id], order.Way(Second.Model.Id, First.Model.Id)!.Value.By);
        RankingClaim[] two = [Score(Second, 70), Score(Larger, 60), Score(Larger, 60, "Another"), Score(First, 50, "Another")];
        Assert.Equal(Standing.Unknown, EvidenceOrder.Of(new RankingLedger([.. two]), Job.General).Compare(Second.Model.Id, First.Model.Id));
    }

    [Fact]
    public void Of_one_publishers_tests_the_newest_counts()
    {
        RankingClaim[] claims = [Score(First, 60, test: "old", date: "2025-01-01"), Score(Second, 70, test: "old", date: "2025-01-01"), Score(First, 70, test: "new"), Score(Second, 60, test: "new")];
        Assert.Equal(Standing.Ahead, EvidenceOrder.Of(new RankingLedger([.. claims]), Job.General).Compare(First.Model.Id, Second.Model.Id));
    }

    [Fact]
    public void What_is_measured_ahead_counts_at_least_as_much_as_what_it_is_ahead_of()
    {
        SurveyLine unmeasured = Line("Phi-4", 10.5);
        Assert.Equal([First, Larger, unmeasured], Match([Larger, unmeasured, First], [Score(First, 70), Score(Larger, 60)]).Lines);
    }

    /// <summary>A law for the ledger that comes with LocalRig, for every job: nothing comes after what tests put behind it, unless tests of several publishers
    /// lead round in a circle; and an order seen from either side is the same.</summary>
    [Fact]
    public void The_order_contradicts_no_test_but_in_a_circle_and_is_the_same_from_either_side()
    {
        foreach (Job job in Job.All)
        {
            EvidenceOrder order = EvidenceOrder.Of(RankingLedger.Default, job);
            string[] sorted = [.. order.Sort(ModelCatalog.Default.Offered, m => m.Id, m => m.ParameterCount).Select(m => m.Id)];
            for (int i = 0; i < sorted.Length; i++)
            {
                for (int j = i + 1; j < sorted.Length; j++)
                {
                    Assert.True(!order.IsAhead(sorted[j], sorted[i]) || Leads(order, sorted, sorted[i], sorted[j]), $"{job.Name}: {sorted[i]} before {sorted[j]}");
                    Assert.Equal(order.IsAhead(sorted[i], sorted[j]), order.Compare(sorted[j], sorted[i]) is Standing.Behind or Standing.BehindByOthers);
                }
            }
        }
    }

    /// <summary>Read off the publishers' own tables: Artificial Analysis 2026-08-22, LiveBench 2026-07-01, LMArena 2026-08-21.</summary>
    [Theory]
    [InlineData("general", "Qwen3.6-27B", "gemma-4-31B", Standing.Ahead)] // 37.7 against 29.7; 65.6 against 61.6
    [InlineData("general", "Qwen3.5-9B", "Ministral-3-14B", Standing.Ahead)] // 21.8 against 11.2
    [InlineData("general", "gemma-4-31B", "Qwen3.5-27B", Standing.Contested)] // 39.2 against 42.1, but 1451 against 1408
    [InlineData("chat", "gemma-4-31B", "Qwen3.6-27B", Standing.Ahead)] // language 71.3 against 63.3, instructions 67.6 against 53.2
    [InlineData("chat", "gemma-4-31B", "gemma-4-26B-A4B", Standing.Level)] // 1451 ±8 and 1438 ±8
    [InlineData("coding", "Qwen3.6-27B", "Qwen3.5-122B-A10B", Standing.Ahead)] // 53.7 against 45.7
    [InlineData("coding", "Qwen3-235B-A22B", "Qwen3-32B", Standing.Ahead)] // Aider 59.6 against 40
    [InlineData("agents", "Qwen3.6-27B", "gpt-oss-120b", Standing.Ahead)] // 27.5 against 13.4
    [InlineData("vision", "Qwen3.5-9B", "Qwen3.5-4B", Standing.Ahead)] // MMMU-Pro 69.2 against 65.4
    [InlineData("general", "Qwen3.6-27B", "Codestral-22B", Standing.Unknown)] // nobody compares them
    public void The_publishers_tables_say_so(string job, string one, string other, Standing standing) =>
        Assert.Equal(standing, EvidenceOrder.Of(RankingLedger.Default, Job.Find(job)!).Compare(one, other));

    [Fact]
    public void Every_test_and_job_is_sound_and_every_test_orders_for_a_job_there_is()
    {
        Assert.Empty(Job.Validate());
        Assert.Equal("general", Job.General.Name);
        Assert.All(RankingLedger.Default.Ordering!.Value.SelectMany(t => t.Jobs), j => Assert.NotNull(Job.Find(j)));
        Assert.All(RankingLedger.Default.Ordering!.Value, t => Assert.True(t.Origin.IsIndependent && t.Near > t.Least));
        Assert.All(Job.All, j => Assert.True(j.Least <= j.Enough && j.Enough < j.Quick));
        Assert.All(Job.All, j => Assert.Contains(RankingLedger.Default.Ordering!.Value, t => t.Jobs.Contains(j.Name)));
    }

    [Fact]
    public void What_is_wrong_with_tables_of_scores_is_told_all_at_once()
    {
        const string Tests = "test,name,publisher,via,kind,date,unit,better,least,near,jobs,source,note\na,A,P,,third-party,2026,%,higher,1,5,chat,https://a.b/c,\nb,B,,,friend,2026,%,up,1,5,chat,a.b,\n";
        var (tests, claims, problems) = ScoreTables.Parse(Tests, "model,test,result,margin,standing,as\nM,a,5,,,\nM,a,6,,,\nM,c,5,,,\nM,a,x,,,\n");
        Assert.Single(tests);
        Assert.Equal(2, claims.Count);
        Assert.Equal(["tests.csv, line 3", "scores.csv, line 3", "scores.csv, line 4", "scores.csv, line 5"], problems.Select(p => p.Split(':')[0]).Distinct());
    }

    /// <summary>Whether comparisons lead from one model to another.</summary>
    private static bool Leads(EvidenceOrder order, string[] models, string one, string other)
    {
        HashSet<string> seen = [one];
        Queue<string> left = new(seen);
        while (left.TryDequeue(out string? at))
        {
            foreach (string next in models.Where(m => order.IsAhead(at, m) && seen.Add(m)))
            {
                left.Enqueue(next);
            }
        }

        return seen.Contains(other);
    }

    private static HardwareMatch Match(SurveyLine[] lines, RankingClaim[] claims) => HardwareMatch.Of("", Samples.Rig(8), lines, Any, new RankingLedger([.. claims]));

    private static SurveyLine Line(string model, double strength) => new(ModelCatalog.Default.Get(model), Plan, 8192, strength);

    private static RankingClaim Score(SurveyLine line, double value, string by = "Reader", string kind = "community", double margin = 0, string test = "a test", string date = "2026-11-02") =>
        new(line.Model.Id, test, new RankingScore(value, value, margin, "%", false, ""), new RankingOrigin(by, "", kind, date, "https://example.org/" + by, ""));
}
