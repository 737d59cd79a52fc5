using LocalRig.Advice.Buying;
using LocalRig.Answers;
using LocalRig.Contract;

namespace LocalRig.Questions;

/// <summary><c>buy</c>: what a sum of money runs.</summary>
public static class AskBuy
{
    /// <summary>The question.</summary>
    public static Question<BuyRequest, BuyAnswer> Question { get; } = new()
    {
        Name = "buy",
        Sentence = "What a sum of money buys: the strongest models it runs, how fast, for how much money and power, and who should not buy it.",
        Group = QuestionGroup.Decide,
        Example = """{"budget":1500}""",
        Reader = new([.. BuyRequest.Fields()], new BuyRequest(), NeedBudget),
        Answer = static async (request, inquiry) => new BuyAdvisor(await request.ShopAsync(inquiry).ConfigureAwait(false)).Answer(request.Question(inquiry)),
        Shape = static () => BuyJson.Shape,
    };

    private static BuyRequest NeedBudget(BuyRequest request, List<Problem> problems)
    {
        if (request.Budget is null)
        {
            problems.Add(new Problem(ErrorCode.Usage, "How much may it cost?", "Give --budget 1500.", "--budget"));
        }

        return request;
    }
}
