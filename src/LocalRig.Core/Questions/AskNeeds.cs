using LocalRig.Advice;
using LocalRig.Advice.Needs;
using LocalRig.Answers;
using LocalRig.Contract;
using LocalRig.Engines;
using LocalRig.Models;
using LocalRig.Prices;
using LocalRig.Rigs;

namespace LocalRig.Questions;

/// <summary>What is asked of a model's needs.</summary>
public sealed record NeedsRequest
{
    /// <summary>The model and its workload.</summary>
    public PlanRequest Plan { get; init; } = new();

    /// <summary>Tokens of an answer per second it should reach; null for any.</summary>
    public double? TokensPerSecond { get; init; }

    /// <summary>How prices are reckoned.</summary>
    public MoneyRequest Money { get; init; } = new();
}

/// <summary><c>needs</c>: the memory and bandwidth a model needs, and machines that have them.</summary>
public static class AskNeeds
{
    private const double LeastSpeed = 0.01;
    private const double MostSpeed = 1_000_000;

    /// <summary>The question.</summary>
    public static Question<NeedsRequest, NeedsAnswer> Question { get; } = new()
    {
        Name = "needs",
        Sentence = "The reverse of a plan: the smallest memory a model needs, the bandwidth for a speed, and machines that have both.",
        Group = QuestionGroup.Decide,
        Example = """{"model":"Qwen3.5-27B","ctx":"32k","tps":30}""",
        Reader = new(
            [
                new()
                {
                    Name = "tps", Help = "tokens of an answer per second it should reach", Kind = FieldKind.Number(LeastSpeed, MostSpeed), Options = FieldOption.Value("N", "--tps"), Example = "30",
                    Apply = (r, v) => r with { TokensPerSecond = v.Number("speed in tokens per second", LeastSpeed, MostSpeed) },
                },
                .. MoneyRequest.Fields<NeedsRequest>(r => r.Money, (r, m) => r with { Money = m }),
                .. PlanFields.Of<NeedsRequest>(r => r.Plan, (r, p) => r with { Plan = p }, refused: "rig"),
            ],
            new NeedsRequest(), Complete),
        Answer = AnswerAsync,
        Shape = static () => NeedsJson.Shape,
    };

    private static NeedsRequest Complete(NeedsRequest request, List<Problem> problems)
    {
        PlanRequest plan = PlanFields.Complete(request.Plan, problems);
        if (plan.Rig is not ThisMachineRig)
        {
            problems.Add(new Problem(ErrorCode.Usage, "needs looks for rigs, so it takes none.", $"Leave --rig out, or see `localrig plan {plan.Model} --rig …`.", "--rig"));
        }

        return request with { Plan = plan };
    }

    private static async Task<NeedsAnswer> AnswerAsync(NeedsRequest request, Inquiry inquiry)
    {
        PlanRequest plan = await DraftModel.FindAsync(await ProjectorFile.FindAsync(request.Plan, inquiry, request.Plan.Backend).ConfigureAwait(false), inquiry).ConfigureAwait(false);
        Exchange exchange = request.Money.Exchange(inquiry.Desk.Today);
        PriceList prices = await inquiry.PricesAsync(request.Money).ConfigureAwait(false);
        HardwareCost Price(Rig rig) => HardwareCost.Of(rig, prices, inquiry.Desk.Today, exchange, request.Money.Rule);
        IEngine engine = inquiry.Engine(plan.Engine).Remembering();
        try
        {
            Model[] models = await ModelsAsync(plan, inquiry).ConfigureAwait(false);
            return new NeedsAdvisor(engine, plan.Question, plan.Backend).Answer(models, request.TokensPerSecond, [.. RigCandidates.Families(plan.Backend)], Price);
        }
        catch (EngineException refused)
        {
            throw new RequestException(new Problem(ErrorCode.Usage, refused.Message, "", engine.Name));
        }
    }

    /// <summary>The quantization asked for, or the common ones of a catalogue model, most bytes first.</summary>
    private static async Task<Model[]> ModelsAsync(PlanRequest request, Inquiry inquiry)
    {
        Model any = await inquiry.ModelAsync(request).ConfigureAwait(false);
        if (request.Quant is not null || inquiry.Quantizations(request).Count == 0)
        {
            return [any];
        }

        QuantLadder ladder = QuantLadder.Of(inquiry.Listed(any)!, request.Question.Workload.Mtp);
        return ladder.Rungs.IsEmpty ? [any] : [.. ladder.Rungs.Select(r => ladder.InQuant(r.Name))];
    }
}
