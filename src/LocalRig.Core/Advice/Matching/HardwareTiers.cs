using System.Collections.Immutable;
using LocalRig.Tables;

namespace LocalRig.Advice.Matching;

/// <summary>The six tiers of memory in which a popular guide sorts hardware, each with rigs that exist (<c>data/devices/tiers.csv</c>).</summary>
public static class HardwareTiers
{
    /// <summary>Tier and rig in words, in the guide's order.</summary>
    public static ImmutableArray<(string Tier, string Rig)> All { get; } = [.. CsvTable.Rows("devices/tiers.csv").Select(r => (r["tier"], r["rig"]))];
}
