using LocalRig.Advice;
using LocalRig.Advice.Buying;
using LocalRig.Prices;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>What a sum of money buys. Amounts are in <c>currency</c> unless a claim names its own.</summary>
public static class BuyJson
{
    /// <summary>The shape.</summary>
    public static ObjectShape<BuyAnswer> Shape { get; } = new ObjectShape<BuyAnswer>()
        .Money("budget", "The money, in the answer's currency.", a => a.Budget)
        .Text("currency", "The code of the answer's currency, such as USD.", a => a.Exchange.Target.Code)
        .Text("exchange", "Rates given to convert other currencies, in words; may be empty.", a => a.Exchange.InWords)
        .Text("for", "What the models are for.", a => a.Job.Name)
        .Integer("context", "Tokens of context reckoned with.", a => a.Context)
        .Number("assumedHostGiB", "GiB of main memory a PC around cards is assumed to have.", a => a.AssumedHostGiB)
        .Part("yardstick", "What speeds are compared by.", a => a.Yardstick, new ObjectShape<Yardstick>()
            .Text("model", "The model's name.", y => y.Model.Id)
            .Text("quantization", "How its weights are stored.", y => y.Quant))
        .List("offers", "What the money buys, best first.", a => a.Offers, BuyOfferJson.Shape)
        .PartIfAny("beyond", "The cheapest thing beyond the budget; missing where there is none.", a => a.Beyond, new ObjectShape<(string Rig, PriceRange Price)>()
            .Text("rig", "The machine.", b => b.Rig)
            .Part("price", "What it costs.", b => b.Price, PriceJson.Shape))
        .List("unpriced", "Cards nobody claims a dated price of, but which cost no more than the budget on their first day.", a => a.Unpriced, new ObjectShape<DatedClaim>()
            .Text("device", "The card.", c => c.Claim.Device)
            .Part("launchPrice", "What the maker asked on the first day.", c => c.Claim.Range, PriceJson.Shape)
            .Text("launchDate", "The first day: an ISO date, as precise as its source.", c => c.Claim.By.Date.Text))
        .Texts("otherCurrencies", "Devices priced in other currencies only, for which no rate was given.", a => a.OtherCurrencies);
}
