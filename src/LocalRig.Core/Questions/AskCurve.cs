using System.Collections.Immutable;
using LocalRig.Answers;
using LocalRig.Forecasting;
using LocalRig.Planning;
using LocalRig.Workloads;

namespace LocalRig.Questions;

/// <summary><c>curve</c>: memory and speed against context.</summary>
public static class AskCurve
{
    private const int ShortestContext = 1024;

    /// <summary>The question.</summary>
    public static Question<PlanRequest, Curve> Question { get; } = new()
    {
        Name = "curve",
        Sentence = "Memory and speed against context, from 1k tokens to what the model was trained for, and against users at once.",
        Group = QuestionGroup.PlanItExactly,
        Example = """{"model":"Qwen3.5-9B","rig":"rtx-4070"}""",
        Reader = PlanFields.Reader,
        Answer = AnswerAsync,
        Shape = static () => CurveJson.Shape,
    };

    /// <summary>One plan per doubling of the context, all with the quantization of the first, each forecast with its context full.</summary>
    private static async Task<Curve> AnswerAsync(PlanRequest request, Inquiry inquiry)
    {
        PlanRequest asked = request;
        ImmutableArray<MemoryPlan>.Builder points = ImmutableArray.CreateBuilder<MemoryPlan>();
        int longest = ShortestContext;
        for (int context = ShortestContext; context <= longest; context *= 2)
        {
            PlanQuestion question = request.Question with { Workload = request.Question.Workload with { Context = context }, Depth = context };
            MemoryPlan plan = await AskPlan.AnswerAsync(request with { Question = question }, inquiry).ConfigureAwait(false);
            points.Add(plan);
            longest = plan.Model.Architecture?.ContextLength ?? request.Question.Workload.Context;
            request = request with { Quant = request.Quant ?? (plan.Model.QuantName.Length > 0 ? plan.Model.QuantName : null) };
        }

        return new Curve(points.ToImmutable(), await ByUsersAsync(asked with { Quant = request.Quant }, inquiry).ConfigureAwait(false));
    }

    /// <summary>One plan per doubling of the users, each of whom has the context that was asked for and as much of it in use; none where no speed is known.</summary>
    private static async Task<ImmutableArray<MemoryPlan>> ByUsersAsync(PlanRequest request, Inquiry inquiry)
    {
        ImmutableArray<MemoryPlan>.Builder plans = ImmutableArray.CreateBuilder<MemoryPlan>();
        Workload one = request.Question.Workload;
        int context = (one.Context > 0 ? one.Context : new Workload().Context) / one.Parallel;
        for (int users = 1; users <= Forecaster.MostUsers && context > 0; users *= 2)
        {
            Workload workload = one with { Parallel = users, Context = context * users, Outputs = null, Speculation = Speculation.None };
            PlanQuestion question = request.Question with { Workload = workload, Depth = request.Question.Depth ?? context / 2 };
            MemoryPlan plan = await AskPlan.AnswerAsync(request with { Question = question }, inquiry).ConfigureAwait(false);
            if (plan.Forecast is null)
            {
                return [];
            }

            plans.Add(plan);
        }

        return plans.ToImmutable();
    }
}
