using System.Collections.Frozen;
using LocalRig.Tables;

namespace LocalRig.Devices;

/// <summary>Graphics processors by PCI ids (<c>data/devices/pci-ids.csv</c>; the README beside it explains the columns). Read when it is first asked.</summary>
public static class PciProducts
{
    /// <summary>The table's name below <c>data</c>.</summary>
    internal const string Name = "devices/pci-ids.csv";

    private static readonly Lazy<FrozenDictionary<string, PciProduct>> Known = new(static () => CsvTable.Rows(Name).Select(Read).ToFrozenDictionary(p => p.Key, p => p.Product));
    private static readonly Lazy<ILookup<string, PciProduct>> Revisions = new(static () => Known.Value.ToLookup(p => p.Key[..p.Key.LastIndexOf(' ')], p => p.Value));

    /// <summary>The product of some ids; null where neither they nor another revision are listed.</summary>
    /// <param name="vendor">Four hexadecimal digits: <c>1002</c>; <c>0x</c> before them and spaces around are passed over, here and below.</param>
    /// <param name="device">Four hexadecimal digits: <c>73df</c>.</param>
    /// <param name="revision">Two hexadecimal digits: <c>c1</c>; empty where it isn't known.</param>
    public static PciProduct? Find(string vendor, string device, string revision)
    {
        string function = $"{Digits(vendor)} {Digits(device)}";
        if (Known.Value.TryGetValue($"{function} {Digits(revision)}", out PciProduct? exact) || Known.Value.TryGetValue($"{function} ", out exact))
        {
            return exact;
        }

        PciProduct[] others = [.. Revisions.Value[function]];
        return others.Length == 0 ? null
            : others.All(o => o.Product == others[0].Product) ? others[0]
            : others.All(o => o.SharesHostMemory == others[0].SharesHostMemory) ? new PciProduct("", others[0].SharesHostMemory, [])
            : null;
    }

    /// <summary>Ids and product of a row.</summary>
    internal static (string Key, PciProduct Product) Read(CsvRow row) =>
        ($"{row.Needed("vendor")} {row.Needed("device")} {row["revision"]}",
            new PciProduct(row.Needed("product"), row.Choice("kind", "discrete", "unified") == "unified", row["catalogIds"] is { Length: > 0 } ids ? [.. ids.Split('|')] : []));

    private static string Digits(string text) => text.Trim().ToLowerInvariant() is var t && t.StartsWith("0x", StringComparison.Ordinal) ? t[2..] : text.Trim().ToLowerInvariant();
}
