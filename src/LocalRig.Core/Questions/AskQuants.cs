using LocalRig.Advice.Quants;
using LocalRig.Answers;
using LocalRig.Catalog;
using LocalRig.Contract;
using LocalRig.Models;
using LocalRig.Rigs;

namespace LocalRig.Questions;

/// <summary>What is asked of a model's quantizations.</summary>
public sealed record QuantsRequest
{
    /// <summary>The model, the rig and the workload.</summary>
    public PlanRequest Plan { get; init; } = new();

    /// <summary>Whether every recipe is tried, not just the common ones.</summary>
    public bool All { get; init; }

    /// <summary>Only what one runtime runs, of a version, which may be empty; null for all.</summary>
    public (string Name, string Version)? Runtime { get; init; }
}

/// <summary><c>quants</c>: a model's quantizations side by side.</summary>
public static class AskQuants
{
    /// <summary>The question.</summary>
    public static Question<QuantsRequest, QuantsAnswer> Question { get; } = new()
    {
        Name = "quants",
        Sentence = "A model's quantizations side by side: size, fit, speed, measured quality by whom, and which to take.",
        Group = QuestionGroup.Decide,
        Example = """{"model":"Qwen3.5-27B","rig":"rtx-3090"}""",
        Reader = new(
            [
                new() { Name = "all", Help = "every recipe llama-quantize can make, not just the common ones", Kind = FieldKind.Flag, Options = FieldOption.On("--all"), Default = "false", Apply = (r, v) => r with { All = v.Flag(false) } },
                RuntimeField.Of<QuantsRequest>("pick among those one runtime runs, of a version where it matters (ollama@0.29)", (r, runtime) => r with { Runtime = runtime }),
                .. PlanFields.Of<QuantsRequest>(r => r.Plan, (r, p) => r with { Plan = p }),
            ],
            new QuantsRequest(), (r, problems) => r with { Plan = PlanFields.Complete(r.Plan, problems) }),
        Answer = AnswerAsync,
        Shape = static () => QuantsJson.Shape,
    };

    private static async Task<QuantsAnswer> AnswerAsync(QuantsRequest request, Inquiry inquiry)
    {
        PlanRequest plan = await DraftModel.FindAsync(await ProjectorFile.FindAsync(request.Plan, inquiry).ConfigureAwait(false), inquiry).ConfigureAwait(false);
        Model found = await inquiry.ModelAsync(plan with { Quant = null }).ConfigureAwait(false);
        CatalogModel listed = inquiry.Listed(found)
            ?? throw new RequestException(new Problem(ErrorCode.Usage, "quants compares a catalogue model's quantizations, and a file has one.", $"`localrig plan {request.Plan.Model}` plans the file.", "model"));
        Rig rig = await inquiry.RigAsync(request.Plan.Rig).ConfigureAwait(false);
        QuantAdvisor advisor = new(inquiry.Engine(request.Plan.Engine), inquiry.Desk.Quality);
        return new QuantsAnswer(listed, rig, advisor.Of(listed, rig, plan.Question, request.All, request.Runtime));
    }
}
