using System.Collections.Frozen;

namespace LocalRig.Audit.Naming;

/// <summary>Products and sources of every known processor (<c>data/devices/sources.csv</c>).</summary>
internal static class DeviceSources
{
    private static readonly Lazy<FrozenDictionary<string, (string Product, string Source)>> Rows = new(Read);

    /// <summary>What the product is called: <c>GeForce RTX 3060 12 GB</c>; the id itself when no row has it.</summary>
    public static string Product(string id) => Rows.Value.TryGetValue(id, out var row) ? row.Product : id;

    /// <summary>Where its data sheet values stand, or empty.</summary>
    public static string Source(string id) => Rows.Value.TryGetValue(id, out var row) ? row.Source : "";

    /// <summary>Rows are id, product (quoted where it has commas), source.</summary>
    private static FrozenDictionary<string, (string Product, string Source)> Read()
    {
        using Stream stream = typeof(DeviceSources).Assembly.GetManifestResourceStream("devices/sources.csv")
            ?? throw new InvalidOperationException("This build lacks its list of devices.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Skip(1).Select(Row).ToFrozenDictionary(r => r.Id, r => (r.Product, r.Source));
    }

    private static (string Id, string Product, string Source) Row(string line)
    {
        int first = line.IndexOf(',', StringComparison.Ordinal);
        int last = line.IndexOf(",http", first, StringComparison.Ordinal);
        last = last < 0 ? line.LastIndexOf(',') : last;
        return (line[..first], line[(first + 1)..Math.Max(first + 1, last)].Trim('"'), line[(last + 1)..]);
    }
}
