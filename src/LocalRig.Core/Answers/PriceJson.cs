using LocalRig.Prices;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>A price, from the lowest to the highest.</summary>
internal static class PriceJson
{
    /// <summary>The shape.</summary>
    public static ObjectShape<PriceRange> Shape { get; } = new ObjectShape<PriceRange>("price")
        .Money("low", "The lowest amount, in the currency beside it.", p => p.Low)
        .Money("high", "The highest amount, in the currency beside it.", p => p.High)
        .Text("currency", "The currency's code, such as USD.", p => p.Currency.Code);
}
