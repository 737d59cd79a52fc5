using System.Text.Json;
using LocalRig.Advice;
using LocalRig.Advice.Comparing;
using LocalRig.Answers;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Prices;

namespace LocalRig.Questions;

/// <summary>What is compared.</summary>
public sealed record CompareRequest
{
    /// <summary>One side; null until given.</summary>
    public ComparedRequest? First { get; init; }

    /// <summary>The other side; null until given.</summary>
    public ComparedRequest? Second { get; init; }

    /// <summary>What holds for both.</summary>
    public PlanRequest Common { get; init; } = new();

    /// <summary>How prices are reckoned.</summary>
    public MoneyRequest Money { get; init; } = new();
}

/// <summary><c>compare</c>: two configurations side by side.</summary>
public static class AskCompare
{
    /// <summary>The question.</summary>
    public static Question<CompareRequest, Comparison> Question { get; } = new()
    {
        Name = "compare",
        Sentence = "Two models, quantizations, rigs or whole configurations side by side: compare \"Qwen3.5-27B --quant Q4_K_M\" \"--quant Q6_K\" --rig rtx-3090.",
        Group = QuestionGroup.Decide,
        Example = """{"first":"rtx-3090","second":"rtx-4090","model":"Qwen3.5-27B"}""",
        Reader = new(
            [
                Side("first", "a model, rig or quantization, or in quotes a model with options of `plan`", (r, side) => r with { First = side }),
                Side("second", "the other; without a model it is the first with these changes", (r, side) => r with { Second = side }),
                new()
                {
                    Name = "model", Help = "the model of both sides, where they name none", Options = FieldOption.Value("MODEL", "--model"), Example = "Qwen3.5-27B",
                    Apply = (r, v) => r with { Common = r.Common with { Model = v.Text("a model") } },
                },
                .. MoneyRequest.Fields<CompareRequest>(r => r.Money, (r, m) => r with { Money = m }),
                .. PlanFields.Of<CompareRequest>(r => r.Common, (r, p) => r with { Common = p }).Where(f => f.Name != "model"),
            ],
            new CompareRequest(), Complete),
        Answer = AnswerAsync,
        Shape = static () => ComparisonJson.Shape,
    };

    private static Field<CompareRequest> Side(string name, string help, Func<CompareRequest, ComparedRequest, CompareRequest> set) =>
        new()
        {
            Name = name,
            Help = help,
            Kind = FieldKind.TextOrObject,
            Place = FieldPlace.Needed,
            Example = "Qwen3.5-27B --quant Q6_K",
            Apply = (r, v) => set(r, v.Json is { ValueKind: JsonValueKind.Object } json ? new ComparedRequest(json) : new ComparedRequest(v.Raw ?? "")),
        };

    private static CompareRequest Complete(CompareRequest request, List<Problem> problems)
    {
        if (request.First is null || request.Second is null)
        {
            problems.Add(new Problem(ErrorCode.Usage, "Two sides are compared.", "Give first and second.", request.First is null ? "first" : "second"));
        }

        return request;
    }

    private static async Task<Comparison> AnswerAsync(CompareRequest request, Inquiry inquiry)
    {
        (PlanRequest a, PlanRequest b) = Sides(request, inquiry);
        Exchange exchange = request.Money.Exchange(inquiry.Desk.Today);
        PriceList prices = await inquiry.PricesAsync(request.Money).ConfigureAwait(false);
        return Comparison.Of(await SideAsync(a).ConfigureAwait(false), await SideAsync(b).ConfigureAwait(false));

        async Task<ComparedSide> SideAsync(PlanRequest side)
        {
            MemoryPlan plan = await AskPlan.AnswerAsync(side, inquiry).ConfigureAwait(false);
            return new ComparedSide(plan, HardwareCost.Of(plan.Rig, prices, inquiry.Desk.Today, exchange, request.Money.Rule));
        }
    }

    /// <summary>The two requests: a side that names no model is the other with its changes.</summary>
    internal static (PlanRequest A, PlanRequest B) Sides(CompareRequest request, Inquiry inquiry)
    {
        ComparedRequest.ReadSide a = request.First!.Read(inquiry);
        ComparedRequest.ReadSide b = request.Second!.Read(inquiry);
        if (!a.HasModel && !b.HasModel && request.Common.Model.Length == 0)
        {
            throw new RequestException(new Problem(ErrorCode.Usage, "Neither side names a model.", "Add --model Qwen3.5-27B, or name one: compare \"Qwen3.5-27B --rig rtx-3090\" \"--rig rtx-4090\".", "compare"));
        }

        return (Put(a, b), Put(b, a));

        PlanRequest Put(ComparedRequest.ReadSide side, ComparedRequest.ReadSide other)
        {
            List<Problem> problems = [];
            PlanRequest common = !side.HasModel && other.HasModel ? other.Put(request.Common, problems) : request.Common;
            PlanRequest whole = PlanFields.Complete(side.Put(common, problems), problems);
            return problems.Count > 0 ? throw new RequestException([.. problems]) : whole;
        }
    }
}
