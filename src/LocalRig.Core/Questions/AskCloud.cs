using System.Collections.Immutable;
using LocalRig.Advice;
using LocalRig.Advice.Cloud;
using LocalRig.Answers;
using LocalRig.Catalog;
using LocalRig.Planning;
using LocalRig.Rigs;

namespace LocalRig.Questions;

/// <summary><c>cloud</c>: a model on a rig against the same model bought by the token.</summary>
public static class AskCloud
{
    /// <summary>The question.</summary>
    public static Question<CloudRequest, CloudReply> Question { get; } = new()
    {
        Name = "cloud",
        Sentence = "A model on a rig against the same model bought by the token: what each costs, and when the rig has paid for itself.",
        Group = QuestionGroup.Decide,
        Example = """{"model":"Qwen3.5-27B","rig":"rtx-3090","tokensPerDay":"1M"}""",
        Reader = new(
            [
                .. CloudFields.All,
                .. MoneyRequest.Fields<CloudRequest>(r => r.Money, (r, m) => r with { Money = m }),
                .. PlanFields.Of<CloudRequest>(r => r.Plan, (r, p) => r with { Plan = p }),
            ],
            new CloudRequest(), CloudRequest.Complete),
        Answer = AnswerAsync,
        Shape = static () => CloudJson.Shape,
    };

    private static async Task<CloudReply> AnswerAsync(CloudRequest request, Inquiry inquiry)
    {
        MemoryPlan plan = await PlanAsync(request.Plan, inquiry).ConfigureAwait(false);
        CloudQuestion question = request.Question(plan, inquiry.Desk.Today);
        CloudAdvisor advisor = new(await inquiry.PricesAsync(request.Money).ConfigureAwait(false));
        return !plan.Verdict.Runs() ? new CloudAlone(advisor.WithoutRig(question)) : new RigAndCloud(advisor.Answer(question));
    }

    /// <summary>The plan asked for; a catalogue model without a quantization gets the one a survey of the rig would pick, or the smallest it tries.</summary>
    private static async Task<MemoryPlan> PlanAsync(PlanRequest request, Inquiry inquiry)
    {
        if (request.Quant is null && inquiry.Catalog.Find(request.Model) is CatalogModel known)
        {
            Rig rig = await inquiry.RigAsync(request.Rig).ConfigureAwait(false);
            ImmutableArray<SurveyLine> lines = Survey.Of([known], rig, inquiry.Engine(request.Engine), request.Question);
            request = request with { Quant = lines is [var line] ? line.Plan.Model.QuantName : Survey.RecipesOf(known)[^1] };
        }

        return await AskPlan.AnswerAsync(request, inquiry).ConfigureAwait(false);
    }
}
