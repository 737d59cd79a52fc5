using System.Globalization;
using LocalRig.Devices;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Local.Probes;

/// <summary>A Mac with Apple silicon, from <c>sysctl</c> and <c>system_profiler SPDisplaysDataType</c>.</summary>
internal static class AppleMachine
{
    /// <summary>Reads the machine; null when it isn't Apple silicon.</summary>
    /// <param name="brand"><c>machdep.cpu.brand_string</c>: <c>Apple M3 Max</c>.</param>
    /// <param name="memory"><c>hw.memsize</c>, bytes.</param>
    /// <param name="wiredLimit"><c>iogpu.wired_limit_mb</c>: 0 or absent unless the user raised it.</param>
    /// <param name="displays">Text of system_profiler: <c>Total Number of Cores: 40</c>.</param>
    public static Rig? Parse(string brand, string memory, string? wiredLimit, string displays)
    {
        // M series, and the A18 Pro of the smallest MacBook.
        bool silicon = brand.StartsWith("Apple M", StringComparison.Ordinal) || brand.StartsWith("Apple A", StringComparison.Ordinal);
        if (!silicon || Bytes(memory) is not { } all)
        {
            return null;
        }

        string id = brand["Apple ".Length..].Trim().ToLowerInvariant().Replace(' ', '-');
        string? known = Cores(displays) is { } cores ? $"{id}-{cores}c" : null;
        Device? listed = known is null ? null : DeviceCatalog.Default.Device(known, "gpu0");
        Device device = (listed ?? new Device { Name = "gpu0", Backend = Backend.Metal, Memory = all }) with
        {
            Model = brand,
            Memory = all,
            Usable = long.TryParse(wiredLimit?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long limit) && limit > 0
                ? new ByteSize(limit * ByteSize.BytesPerMebibyte)
                : AppleMemory.WorkingSet(all),
            SharesHostMemory = true,
        };
        return new Rig { Name = "this machine", Devices = [device], Host = new Host { Memory = all, Bandwidth = device.Bandwidth } };
    }

    /// <summary>A size as sysctl prints it; null where it is none.</summary>
    public static ByteSize? Bytes(string text) =>
        long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) && bytes > 0 ? new ByteSize(bytes) : null;

    private static int? Cores(string displays)
    {
        const string Key = "Total Number of Cores:";
        int at = displays.IndexOf(Key, StringComparison.Ordinal);
        return at >= 0 && int.TryParse(displays[(at + Key.Length)..].Split('\n')[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int cores) ? cores : null;
    }
}
