using LocalRig.Advice;
using LocalRig.Advice.Levers;
using LocalRig.Answers;
using LocalRig.Catalog;
using LocalRig.Models;
using LocalRig.Planning;

namespace LocalRig.Questions;

/// <summary><c>levers</c>: what each change to a plan saves and costs.</summary>
public static class AskLevers
{
    /// <summary>The question.</summary>
    public static Question<PlanRequest, LeverBoard> Question { get; } = new()
    {
        Name = "levers",
        Sentence = "From a plan: each change, what it saves on every device and does to speed, and the cheapest that makes it fit.",
        Group = QuestionGroup.Decide,
        Example = """{"model":"Qwen3.5-27B","rig":"rtx-4080"}""",
        Reader = PlanFields.Reader,
        Answer = AnswerAsync,
        Shape = static () => LeversJson.Shape,
    };

    private static async Task<LeverBoard> AnswerAsync(PlanRequest request, Inquiry inquiry)
    {
        MemoryPlan plan = await AskPlan.AnswerAsync(request, inquiry).ConfigureAwait(false);
        return LeverBoard.Of(Configuration.Of(plan, inquiry.Engine(request.Engine)), Ladder(request, plan, inquiry), withHead: WithHead(plan, inquiry));
    }

    /// <summary>The model with its prediction head, where it has one.</summary>
    private static Model? WithHead(MemoryPlan plan, Inquiry inquiry)
    {
        if (plan.Model.Architecture?.MtpLayers.IsEmpty == false)
        {
            return plan.Model;
        }

        return plan.Model.QuantName.Length > 0 && plan.Question.FileBytes is null && inquiry.Listed(plan.Model)?.ToModel(plan.Model.QuantName, withMtp: true) is { Architecture.MtpLayers.IsEmpty: false } found ? found : null;
    }

    /// <summary>The quantizations of a model: the catalogue's where it came from there, else what llama-quantize would make of its tensors.</summary>
    private static QuantLadder Ladder(PlanRequest request, MemoryPlan plan, Inquiry inquiry)
    {
        CatalogModel? listed = inquiry.Quantizations(request).Count > 0 ? inquiry.Listed(plan.Model) : null;
        return listed is null ? QuantLadder.Of(plan.Model) : QuantLadder.Of(listed, plan.Question.Workload.Mtp);
    }
}
