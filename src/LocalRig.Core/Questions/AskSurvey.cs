using System.Collections.Immutable;
using LocalRig.Advice;
using LocalRig.Advice.Jobs;
using LocalRig.Advice.Matching;
using LocalRig.Answers;
using LocalRig.Catalog;
using LocalRig.Contract;
using LocalRig.Engines;
using LocalRig.Planning;
using LocalRig.Rigs;

namespace LocalRig.Questions;

/// <summary>Which machine's survey is asked for.</summary>
public sealed record SurveyRequest
{
    /// <summary>The machine.</summary>
    public RigRequest Rig { get; init; } = new ThisMachineRig();

    /// <summary>What for.</summary>
    public Job Job { get; init; } = Job.General;
}

/// <summary><c>survey</c>: what a machine runs of the catalogue; the start table.</summary>
public static class AskSurvey
{
    /// <summary>The question.</summary>
    public static Question<SurveyRequest, SurveyAnswer> Question { get; } = new()
    {
        Name = "survey",
        Sentence = "What a machine runs of the catalogue, best first; the same as `localrig` alone.",
        Group = QuestionGroup.SeeWhatRuns,
        Example = """{"rig":"rtx-3090"}""",
        Reader = new([RigField.Of<SurveyRequest>("another machine than this one: rtx-3090, \"2x rtx-3090\", gpu:24GB", (r, rig) => r with { Rig = rig }), JobField.Of<SurveyRequest>((r, job) => r with { Job = job }), WaitField.Of<SurveyRequest>((r, wait) => r with { Rig = r.Rig.Waiting(wait) })], new SurveyRequest()),
        Answer = AnswerAsync,
        Shape = static () => SurveyJson.Shape,
    };

    private static async Task<SurveyAnswer> AnswerAsync(SurveyRequest request, Inquiry inquiry)
    {
        PlanQuestion question = new() { Workload = new() { Context = request.Job.Context } };
        Rig rig = await inquiry.RigAsync(request.Rig).ConfigureAwait(false);
        IEngine engine = inquiry.Engine(null);
        ImmutableArray<CatalogModel> models = [.. inquiry.Catalog.Offered.Where(m => request.Job == Job.General || request.Job.IsFor(m))];
        HardwareMatch match = HardwareMatch.Of("", rig, await Survey.InTurnsAsync(models, rig, engine, question, caches: true).ConfigureAwait(false), Usable.For(request.Job), inquiry.Desk.Rankings);
        return new SurveyAnswer(match, new(() => TooLarge.Of(models, match.Lines, rig, engine, question)));
    }
}
