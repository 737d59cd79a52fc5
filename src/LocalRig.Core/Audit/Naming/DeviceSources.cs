using System.Collections.Frozen;
using LocalRig.Tables;

namespace LocalRig.Audit.Naming;

/// <summary>Products and sources of every known processor (<c>data/devices/sources.csv</c>).</summary>
internal static class DeviceSources
{
    private static readonly Lazy<FrozenDictionary<string, (string Product, string Source)>> Rows = new(
        static () => CsvTable.Rows("devices/sources.csv").ToFrozenDictionary(r => r["id"], r => (r["product"], r["source"])));

    /// <summary>What the product is called: <c>GeForce RTX 3060 12 GB</c>; the id itself when no row has it.</summary>
    public static string Product(string id) => Rows.Value.TryGetValue(id, out var row) ? row.Product : id;

    /// <summary>Where its data sheet values stand, or empty.</summary>
    public static string Source(string id) => Rows.Value.TryGetValue(id, out var row) ? row.Source : "";
}
