using LocalRig.Advice;
using LocalRig.Advice.Buying;
using LocalRig.Answers;
using LocalRig.Prices;
using LocalRig.Shapes;

namespace LocalRig.Web.Mcp;

/// <summary>Tools about money.</summary>
internal static class MoneyTools
{
    private const int MostOffers = 4;
    private const int MostModels = 2;
    private const int MostPrices = 12;

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

    /// <summary>Which prices are known.</summary>
    public static ToolText<PricesAnswer> KnownPrices { get; } = new()
    {
        Name = "known_prices",
        Title = "Known prices",
        Description = "The dated prices known of a card, a machine, main memory (\"memory\") or a model by the token: how old, who says so. Nothing is fetched, averaged or converted; without `of`, the ranges of all devices.",
        Fields = ["of"],
        Sentences = a => Brief.Sentences(
            [
                .. a.Hardware.Take(MostPrices).Select(h => $"{Name(h)}: {(h.Spans.IsEmpty ? "no price of today is known" : string.Join("; ", h.Spans.Select(s => $"{HardwareWords.Word(s.Condition)} {s.Range}, {HardwareWords.Seen(s)}")))}."),
                .. a.Rental.Take(MostOffers).Select(r => $"Rented {r.Price.PerHour} an hour, {r.AgeDays} days ago{(r.Stale ? ", stale" : "")}."),
                .. a.Api.Take(MostPrices).Select(p => $"{p.Price.Model} by {p.Price.Provider}: {p.Price.Currency.FormatSmall(p.Price.Input)} read, {p.Price.Currency.FormatSmall(p.Price.Output)} written per million tokens, {p.AgeDays} days ago{(p.Stale ? ", stale" : "")}."),
                a.Hardware.IsEmpty && a.Rental.IsEmpty && a.Api.IsEmpty ? "No price of it is known." : "",
                a.Hardware.Length > MostPrices ? $"{a.Hardware.Length - MostPrices} more have a price." : "",
            ]),
        Figures = new ObjectShape<PricesAnswer>()
            .List("hardware", "Devices and main memory with a price.", a => a.Hardware.Take(MostPrices), new ObjectShape<PricedHardware>()
                .Text("name", "What it is.", Name)
                .List("ranges", "What is reckoned with.", h => h.Spans, new ObjectShape<PriceSpan>()
                    .Word("condition", "How it is sold.", HardwareWords.Word, s => s.Condition)
                    .Part("price", "The price of one.", s => s.Range, Price)
                    .Integer("ageDays", "How many days old at most.", s => s.AgeDays)
                    .Flag("stale", "Whether that is too old to trust.", s => s.Stale)))
            .List("api", "Models by the token.", a => a.Api.Take(MostPrices), new ObjectShape<DatedApiPrice>()
                .Text("model", "The model.", p => p.Price.Model)
                .Text("provider", "Who sells.", p => p.Price.Provider)
                .Money("input", "For a million tokens read.", p => p.Price.Input)
                .Money("output", "For a million tokens written.", p => p.Price.Output)
                .Text("currency", "The currency's code.", p => p.Price.Currency.Code)
                .Integer("ageDays", "How many days old at most.", p => p.AgeDays)
                .Flag("stale", "Whether that is too old to trust.", p => p.Stale)),
    };

    private static string Name(PricedHardware priced) => priced.MemoryGiB is int size ? $"{priced.Name} {size} GB" : priced.Name;
}
