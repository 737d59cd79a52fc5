using LocalRig.Advice.Matching;
using LocalRig.Devices;
using LocalRig.Evidence;

namespace LocalRig.Site.Facts;

/// <summary>The devices many people have: those that guides name for their tiers, and those that most measurements were published of.</summary>
internal static class CommonDevices
{
    private const int MostMeasured = 24; // as many as a table shows without scrolling twice

    /// <summary>Their ids, with most memory last.</summary>
    public static IReadOnlyList<string> Ids { get; } = Find();

    private static string[] Find()
    {
        DeviceCatalog all = DeviceCatalog.Default;
        IEnumerable<KnownDevice> measured = all.All.OrderByDescending(d => EvidenceLedger.Default.On(d.Id).Length).ThenBy(d => d.Id, StringComparer.Ordinal).Take(MostMeasured);
        IEnumerable<KnownDevice> named = HardwareTiers.All.Select(t => all.Find(t.Rig.Split(':')[0])).OfType<KnownDevice>();
        return [.. measured.Concat(named).Distinct().OrderBy(d => d.Kind).ThenBy(d => d.Memory).ThenBy(d => d.Bandwidth.BytesPerSecond).ThenBy(d => d.Id, StringComparer.Ordinal).Select(d => d.Id)];
    }
}
