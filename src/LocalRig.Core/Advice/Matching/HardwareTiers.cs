using System.Collections.Immutable;

namespace LocalRig.Advice.Matching;

/// <summary>The six tiers of memory in which a popular guide sorts hardware, each with rigs that exist (<c>data/devices/tiers.csv</c>).</summary>
public static class HardwareTiers
{
    private const string Resource = "devices/tiers.csv";

    /// <summary>Tier and rig in words, in the guide's order.</summary>
    public static ImmutableArray<(string Tier, string Rig)> All { get; } = [.. Read()];

    private static IEnumerable<(string Tier, string Rig)> Read()
    {
        using Stream stream = typeof(HardwareTiers).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException("This build lacks its tiers.");
        using StreamReader reader = new(stream);
        foreach (string line in reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            string[] cells = line.Trim().Split(',');
            yield return (cells[0], cells[1]);
        }
    }
}
