using System.Collections.Immutable;
using LocalRig.Prices;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Advice;

/// <summary>What the devices of a rig cost by the price list, and what that leaves out.</summary>
/// <param name="Parts">One line per kind of device.</param>
/// <param name="NotIncluded">What is not in the sum, in words; empty when it is a whole machine.</param>
public sealed record HardwareCost(ImmutableArray<HardwarePart> Parts, string NotIncluded)
{
    /// <summary>What a card needs besides, and this sum leaves out.</summary>
    public const string AroundCards = "card only: the PC, its power supply and cooling are not included";

    /// <summary>The sum of all parts; null when a part has no known price in the currency.</summary>
    public PriceRange? Total =>
        Parts.IsEmpty || Parts.Any(p => p.Total is null) ? null : Parts.Select(p => p.Total!.Value).Aggregate((one, other) => one + other);

    /// <summary>Whether a part's price is too old to trust.</summary>
    public bool Stale => Parts.Any(p => p.Price is { Stale: true });

    /// <summary>Devices without a known price.</summary>
    public IEnumerable<string> Unknown => Parts.Where(p => p.Total is null).Select(p => p.Device);

    /// <summary>Words to look the first part up by: the product claimed a price of, or the device's name.</summary>
    public string SearchWords =>
        Parts[0].Price?.Claims[0].Claim.Product is { Length: > 0 } priced ? WithoutDisk(priced)
        : Parts[0].Prices.Claims.FirstOrDefault()?.Claim.Product is { Length: > 0 } claimed ? WithoutDisk(claimed)
        : Parts[0].Device;

    /// <summary>What is claimed in currencies nobody gave a rate for, part by part: <c>€590–730</c>; empty when nothing is.</summary>
    public string Elsewhere(Currency currency) =>
        string.Join(" + ", Parts.Where(p => p.Price is null)
            .Select(p => p.Prices.Claims.FirstOrDefault(c => c.Claim.Condition != SaleCondition.Launch && c.Claim.Range.Currency != currency) is DatedClaim other ? $"{other.Claim.Range * p.Count}" : "")
            .Where(t => t.Length > 0));

    /// <summary>Prices the devices of a rig.</summary>
    /// <param name="rig">The rig; a device without a catalogue id has no known price.</param>
    /// <param name="prices">The price list.</param>
    /// <param name="today">The day to judge ages by.</param>
    /// <param name="exchange">The currency to reckon in, and rates the user gave.</param>
    /// <param name="rule">When a claim is stale.</param>
    public static HardwareCost Of(Rig rig, PriceList prices, DateOnly today, Exchange exchange, StaleRule? rule = null)
    {
        IEnumerable<HardwarePart> parts = rig.Devices.GroupBy(d => (d.CatalogId, d.Memory)).Select(same =>
        {
            Device device = same.First();
            DevicePrices claims = prices.Of(device.CatalogId ?? "", today, Memory(device), rule);
            return new HardwarePart(device.CatalogId ?? device.Model ?? device.Name, same.Count(), claims, claims.Best(exchange));
        });
        return new HardwareCost([.. parts], rig.Devices.Any(d => !d.SharesHostMemory) ? AroundCards : "");
    }

    private static string WithoutDisk(string product) => product.Split(" / ")[0];

    /// <summary>The version's memory, where a device is sold as a box with several.</summary>
    private static int? Memory(Device device) =>
        device.SharesHostMemory ? (int)Math.Round(device.Memory.Bytes / (double)ByteSize.BytesPerGibibyte) : null;
}

/// <summary>One kind of device of a rig with its price.</summary>
/// <param name="Device">Catalogue id.</param>
/// <param name="Count">How many.</param>
/// <param name="Prices">All claims.</param>
/// <param name="Price">What one costs in the currency reckoned in; null when unknown.</param>
public sealed record HardwarePart(string Device, int Count, DevicePrices Prices, PriceSpan? Price)
{
    /// <summary>The price of all of them; null when unknown.</summary>
    public PriceRange? Total => Price?.Range * Count;
}
