using LocalRig.Advice.Cloud;
using LocalRig.Planning;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>A model on a rig against the same model bought by the token. Amounts are in <c>currency</c>.</summary>
public static class CloudJson
{
    private const int Digits = 6; // thousandths of cents survive

    /// <summary>The shape.</summary>
    public static ChoiceShape<CloudReply> Shape { get; } = new ChoiceShape<CloudReply>()
        .Case(r => (r as RigAndCloud)?.Answer, Both())
        .Case(r => (r as CloudAlone)?.Answer, Alone());

    private static ObjectShape<CloudAnswer> Both() =>
        new ObjectShape<CloudAnswer>("rig-and-cloud")
            .Include(a => a.Plan, Head())
            .Text("currency", "The code of the answer's currency, such as USD.", a => a.Currency.Code)
            .Text("exchange", "Rates given to convert other currencies, in words; may be empty.", a => a.Exchange.InWords)
            .Part("tokensPerDay", "A day's work.", a => a.Tokens, Tokens())
            .Part("local", "What the machine brings.", a => a, CloudLocalJson.Shape)
            .Number("yearsKept", "Years the hardware is kept.", a => a.YearsKept)
            .List("offers", "One comparison per offer, cheapest first.", a => a.Offers.Select(o => (a, o)), Offer())
            .When(a => a.RentPerDay is not null, rent => rent
                .Part("rentPerDay", "What renting the same cards would cost a day, in the answer's currency; missing where unknown.", a => a.RentPerDay!.Value, SpanJson.Shape)
                .Text("rentBecause", "Where the rent is from, in words.", a => a.RentBecause))
            .Texts("notes", "What was left out or assumed, a sentence each.", a => a.Notes);

    private static ObjectShape<CloudOnly> Alone() =>
        new ObjectShape<CloudOnly>("cloud-only")
            .Include(a => a.Plan, Head())
            .Text("currency", "The code of the answer's currency, such as USD.", a => a.Currency.Code)
            .Part("tokensPerDay", "A day's work.", a => a.Tokens, Tokens())
            .Text("sentence", "The answer in words.", a => a.Sentence)
            .List("offers", "What each offer costs, cheapest first.", a => a.Offers.Select(o => (a, o)), new ObjectShape<(CloudOnly Answer, ApiSide Offer)>()
                .Include(o => o.Offer, Api())
                .Number("perDay", "What it costs a day, in the answer's currency.", o => Math.Round(o.Offer.PerDay(o.Answer.Tokens), Digits)));

    private static ObjectShape<MemoryPlan> Head() =>
        new ObjectShape<MemoryPlan>()
            .Include(p => p, PlanNamesJson.Shape)
            .Word("verdict", "Whether and how well the model fits the machine.", AnswerWords.Word, p => p.Verdict);

    private static ObjectShape<DailyTokens> Tokens() =>
        new ObjectShape<DailyTokens>()
            .Number("read", "Tokens of prompts a day.", t => Math.Round(t.Read))
            .Number("written", "Tokens of answers a day.", t => Math.Round(t.Written))
            .Number("cachedShare", "Share of the prompts' tokens that is read from cache, 0 to 1.", t => Math.Round(t.CachedShare, Digits));

    private static ObjectShape<(CloudAnswer Answer, BreakEven Offer)> Offer() =>
        new ObjectShape<(CloudAnswer Answer, BreakEven Offer)>()
            .Include(o => o.Offer.Against, Api())
            .Number("perDay", "What the offer costs a day, in the answer's currency.", o => Math.Round(o.Offer.ApiPerDay, Digits))
            .Part("savedPerDay", "What running locally saves a day, in the answer's currency; below zero it costs more.", o => o.Offer.SavedPerDay, SpanJson.Shape)
            .PartOrNull("breakEvenDays", "Days until the saving has paid the hardware; null where its price is unknown.", o => o.Offer.Days, SpanJson.Shape)
            .PartOrNull("breakEvenTokens", "Tokens until then.", o => o.Offer.Days * o.Answer.Tokens.Total, SpanJson.Shape)
            .PartOrNull("breakEvenDaysNonStop", "Days if the machine works day and night: it can't be sooner.", o => o.Offer.NonStopDays, SpanJson.Shape)
            .Word("outcome", "Who wins.", AnswerWords.Word, o => o.Offer.Outcome)
            .Text("sentence", "The outcome in words.", o => CloudVerdict.Sentence(o.Answer, o.Offer));

    private static ObjectShape<ApiSide> Api() =>
        new ObjectShape<ApiSide>()
            .Text("provider", "Who offers it.", o => o.Price.Provider)
            .Text("name", "What to call the offer beside the others.", o => o.Name)
            .Text("model", "The model as the provider names it.", o => o.Price.Model)
            .Money("inputPerMillion", "Price of a million tokens of prompt, in the price's currency.", o => o.Price.Input)
            .Money("outputPerMillion", "Price of a million tokens of answer, in the price's currency.", o => o.Price.Output)
            .MoneyOrNull("cacheReadPerMillion", "Price of a million tokens read from cache, in the price's currency; null where none is published.", o => o.Price.CacheRead)
            .Text("priceCurrency", "The code of the price's currency.", o => o.Price.Currency.Code)
            .Text("date", "When the price was seen: an ISO date, as precise as its source.", o => o.Price.By.Date.Text)
            .Integer("ageDays", "How many days old it is at most.", o => o.AgeDays)
            .Flag("stale", "Whether that is too old to trust.", o => o.Stale)
            .Text("kind", "Who says so: vendor, third-party or community, which a price of your own counts as.", o => o.Price.By.Kind)
            .Text("source", "Where it stands.", o => o.Price.By.Source);
}
