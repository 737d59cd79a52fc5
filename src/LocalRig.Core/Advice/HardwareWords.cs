using LocalRig.Prices;

namespace LocalRig.Advice;

/// <summary>Prices of hardware in words.</summary>
public static class HardwareWords
{
    /// <summary>How a sum is known: <c>rtx-3090 used $1,000–1,350, seen up to 89 days ago</c>.</summary>
    public static string Because(HardwareCost cost) =>
        string.Join("; ", cost.Parts.Select(p =>
            p.Price is PriceSpan price
                ? $"{(p.Count > 1 ? $"{p.Count} x " : "")}{p.Device} {Word(price.Condition)} {price.Range}, {Seen(price)}: {string.Join(" ", price.Claims.Select(c => c.Claim.By.Source).Distinct())}"
                : $"{p.Device}: price unknown"));

    /// <summary>When the claims of a span were seen: <c>seen up to 89 days ago</c>, with <c>stale</c> where that is too long.</summary>
    public static string Seen(PriceSpan price) => $"seen up to {price.AgeDays} days ago{(price.Stale ? ", stale" : "")}";

    /// <summary>The word for a way of selling.</summary>
    public static string Word(SaleCondition condition) =>
        condition switch { SaleCondition.Used => "used", SaleCondition.New => "new", SaleCondition.List => "list", _ => "launch" };
}
