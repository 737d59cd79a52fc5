using LocalRig.Advice;
using LocalRig.Advice.Buying;
using LocalRig.Prices;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>One rig that can be bought.</summary>
internal static class BuyOfferJson
{
    private const int Digits = 3;

    /// <summary>The shape.</summary>
    public static ObjectShape<BuyOffer> Shape { get; } = new ObjectShape<BuyOffer>()
        .Text("rig", "The machine.", o => o.Rig.Name)
        .Part("price", "What it costs.", o => o.Price, PriceJson.Shape)
        .Flag("withinBudgetAtTheHighest", "Whether even the highest price is within the budget.", o => o.Surely)
        .Flag("stale", "Whether a price is too old to trust.", o => o.Cost.Stale)
        .Text("notIncluded", "What the price leaves out, in words; empty for a whole machine.", o => o.Cost.NotIncluded)
        .List("parts", "What it is made of, with every price claimed.", o => o.Cost.Parts, Part())
        .List("models", "The strongest models it runs, best first.", o => o.Models, ModelLineJson.Shape)
        .PartIfAny("yardstick", "How fast it runs the yardstick, for its money and power; missing where it doesn't.", o => o.Yield, Yardstick())
        .PartIfAny("power", "What it draws; missing where unknown.", o => o.Power, PowerJson.Shape)
        .NumberIfKnown("powerSupplyWatts", "Watts a power supply should give; missing for a whole machine.", o => o.PowerSupplyWatts)
        .List("notFor", "Who should not buy it.", o => o.Cautions, new ObjectShape<Caution>()
            .Text("who", "Those it is not for, as in: who need CUDA.", c => c.Who)
            .Text("because", "The reason, in numbers or with its source.", c => c.Because))
        .Text("link", "Where to look it up.", o => o.Link);

    private static ObjectShape<HardwarePart> Part() =>
        new ObjectShape<HardwarePart>()
            .Text("device", "The device.", p => p.Device)
            .Integer("count", "How many of it.", p => p.Count)
            .List("claims", "Every price claimed of one.", p => p.Prices.Claims.Select(c => (p, c)), Claim());

    private static ObjectShape<(HardwarePart Part, DatedClaim Dated)> Claim() =>
        new ObjectShape<(HardwarePart Part, DatedClaim Dated)>()
            .Word("condition", "How it is sold.", HardwareWords.Word, c => c.Dated.Claim.Condition)
            .Text("product", "The product's name; empty for a card alone.", c => c.Dated.Claim.Product)
            .Part("price", "The price of one.", c => c.Dated.Claim.Range, PriceJson.Shape)
            .Text("date", "When it was seen: an ISO date, as precise as its source.", c => c.Dated.Claim.By.Date.Text)
            .Integer("ageDays", "How many days old it is at most.", c => c.Dated.AgeDays)
            .Flag("stale", "Whether that is too old to trust.", c => c.Dated.Stale)
            .Flag("counted", "Whether the price above rests on it.", c => c.Part.Price?.Claims.Contains(c.Dated) == true)
            .Text("kind", "Who says so: vendor, third-party or community.", c => c.Dated.Claim.By.Kind)
            .Text("source", "Where it stands.", c => c.Dated.Claim.By.Source)
            .Text("note", "What else the source says; may be empty.", c => c.Dated.Claim.By.Note);

    private static ObjectShape<Yield> Yardstick() =>
        new ObjectShape<Yield>()
            .Number("tokensPerSecond", "Tokens of an answer per second, likely.", y => Math.Round(y.Decode.TokensPerSecond, Digits))
            .Number("low", "Tokens per second: one in ten measurements is below.", y => Math.Round(y.Decode.Low, Digits))
            .Number("high", "Tokens per second: one in ten measurements is above.", y => Math.Round(y.Decode.High, Digits))
            .PartOrNull("perThousand", "Tokens per second for a thousand of the answer's currency; null where the price is unknown.", y => y.PerThousand, Ends())
            .PartOrNull("perWatt", "Tokens per second for a watt under load; null where the power is unknown.", y => y.PerWatt, Ends());

    private static ObjectShape<(double Low, double High)> Ends() =>
        new ObjectShape<(double Low, double High)>()
            .Number("low", "The low end.", e => Math.Round(e.Low, Digits))
            .Number("high", "The high end.", e => Math.Round(e.High, Digits));
}
