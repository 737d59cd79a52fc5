using LocalRig.Advice.Buying;
using LocalRig.Prices;
using LocalRig.Shapes;

namespace LocalRig.Web.Mcp;

/// <summary>Tools about money.</summary>
internal static class MoneyTools
{
    private const int MostOffers = 4;
    private const int MostModels = 2;

    private static readonly ObjectShape<PriceRange> Price = new ObjectShape<PriceRange>("price")
        .Money("low", "The lowest amount.", p => p.Low)
        .Money("high", "The highest amount.", p => p.High)
        .Text("currency", "The currency's code.", p => p.Currency.Code);

    /// <summary>What money buys.</summary>
    public static ToolText<BuyAnswer> WhatToBuy { get; } = new()
    {
        Name = "what_to_buy",
        Title = "What to buy",
        Description = "What a sum of money buys to run open models: machines at dated prices, the strongest models each runs, how fast, and who should not buy it. Prices are claims with a date; nothing is converted between currencies.",
        Fields = ["budget!", "currency", "ctx", "ram"],
        Sentences = a => Brief.Sentences(
            [
                a.Offers.IsEmpty ? "Nothing of a known price is within the budget." : $"For {a.Exchange.Target.Format(a.Budget)}, best first:",
                .. a.Offers.Take(MostOffers).Select(o => Brief.Sentences(
                    $"{o.Rig.Name} for {Brief.Price(o.Cost, o.Price)}: {(o.Models.IsEmpty ? "no model well" : Brief.List([.. o.Models.Take(MostModels).Select(Brief.Words)]))}.",
                    o.Cost.NotIncluded.Length > 0 ? $"The price is for the {o.Cost.NotIncluded}." : "",
                    o.Cautions.IsEmpty ? "" : $"Not for those {o.Cautions[0].Who}: {o.Cautions[0].Because}.")),
                a.Beyond is (string rig, PriceRange price) ? $"The next beyond it: {rig} for {price}." : "",
            ]),
        Figures = new ObjectShape<BuyAnswer>()
            .Text("currency", "The currency of the budget.", a => a.Exchange.Target.Code)
            .List("offers", "What the money buys, best first.", a => a.Offers.Take(MostOffers), new ObjectShape<BuyOffer>()
                .Text("rig", "The machine.", o => o.Rig.Name)
                .Part("price", "What it costs.", o => o.Price, Price)
                .Flag("stale", "Whether a price is too old to trust.", o => o.Cost.Stale)
                .Text("notIncluded", "What the price leaves out; may be empty.", o => o.Cost.NotIncluded)
                .List("models", "The strongest models it runs.", o => o.Models.Take(MostModels), Brief.Line)),
    };

    /// <summary>What to make of a machine.</summary>
    public static ToolText<UpgradeAnswer> Upgrade { get; } = new()
    {
        Name = "upgrade",
        Title = "What to upgrade",
        Description = "What can be made of a machine: a second card, a better one, more memory, another machine; what each newly runs and costs at dated prices. `from` is the machine as it is.",
        Fields = ["from", "budget", "currency", "ctx"],
        Sentences = a => Brief.Sentences(
            [
                a.Now.IsEmpty ? $"{a.From.Name} runs no model well." : $"{a.From.Name} runs {Brief.Words(a.Now[0])}.",
                a.Steps.IsEmpty ? "No step of a known price gains anything." : "Steps, best first:",
                .. a.Steps.Take(MostOffers).Select(s => Brief.Sentences(
                    $"{s.Name}{(s.Cost.Total is PriceRange price ? " for " + Brief.Price(s.Cost, price) : "")}:",
                    s.Newly.IsEmpty ? "" : $"newly runs {Brief.List([.. s.Newly.Take(MostModels).Select(Brief.Words)])}.",
                    s.Faster is { Then: { } then } ? $"Faster: {Brief.Words(then)}." : "")),
            ]),
        Figures = new ObjectShape<UpgradeAnswer>()
            .Text("from", "The machine as it is.", a => a.From.Name)
            .List("now", "What it runs now.", a => a.Now.Take(MostModels), Brief.Line)
            .List("steps", "What can be done, best first.", a => a.Steps.Take(MostOffers), new ObjectShape<UpgradeStep>()
                .Text("step", "What is done.", s => s.Name)
                .PartIfAny("price", "What it costs; missing where unknown.", s => s.Cost.Total, Price)
                .List("newly", "What newly runs.", s => s.Newly.Take(MostModels), Brief.Line)),
    };
}
