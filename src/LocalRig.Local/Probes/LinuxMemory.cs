using System.Globalization;
using LocalRig.Units;

namespace LocalRig.Local.Probes;

/// <summary>Main memory of a Linux machine, read from <c>/proc/meminfo</c> and the control group's limit (proc_meminfo(5), cgroups(7)).</summary>
/// <param name="Total">All of it, or the container's limit where that is less.</param>
/// <param name="Available">What can be taken without swapping, never more than <paramref name="Total"/>.</param>
/// <param name="Limited">Whether a container's limit decided.</param>
public sealed record LinuxMemory(ByteSize Total, ByteSize Available, bool Limited)
{
    private const long Kibibyte = 1024;

    /// <summary>Reads both texts; null when <c>/proc/meminfo</c> has no total.</summary>
    /// <param name="meminfo">Text of <c>/proc/meminfo</c>.</param>
    /// <param name="limit">Text of <c>memory.max</c> (v2) or <c>memory.limit_in_bytes</c> (v1), null where there is none.</param>
    /// <param name="used">Text of <c>memory.current</c> or <c>memory.usage_in_bytes</c>.</param>
    public static LinuxMemory? Parse(string meminfo, string? limit, string? used)
    {
        if (Line(meminfo, "MemTotal:") is not { } total)
        {
            return null;
        }

        ByteSize available = Line(meminfo, "MemAvailable:") ?? total;
        // No limit is written as "max" in v2 and as a number near 2^63 in v1.
        if (Number(limit) is { } most && most < total)
        {
            ByteSize left = most - (Number(used) ?? ByteSize.Zero);
            return new LinuxMemory(most, ByteSize.Min(left, available), true);
        }

        return new LinuxMemory(total, available, false);
    }

    private static ByteSize? Line(string meminfo, string key)
    {
        foreach (string line in meminfo.Split('\n'))
        {
            if (line.StartsWith(key, StringComparison.Ordinal) && Number(line[key.Length..].Replace("kB", "", StringComparison.Ordinal)) is { } kibibytes)
            {
                return kibibytes * Kibibyte;
            }
        }

        return null;
    }

    private static ByteSize? Number(string? text) =>
        long.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? new ByteSize(value) : null;
}
