using System.Globalization;
using LocalRig.Units;

namespace LocalRig.Local.Probes;

/// <summary>Main memory of a Linux machine, read from <c>/proc/meminfo</c> and control groups' limits (proc_meminfo(5), cgroups(7)).</summary>
/// <param name="Total">All of it, or the smallest limit where that is less.</param>
/// <param name="Available">What can be taken without swapping, never more than <paramref name="Total"/>.</param>
/// <param name="Limited">Whether a limit decided.</param>
public sealed record LinuxMemory(ByteSize Total, ByteSize Available, bool Limited)
{
    private const long Kibibyte = 1024;

    /// <summary>Reads them; null when <c>/proc/meminfo</c> has no total.</summary>
    /// <param name="meminfo">Text of <c>/proc/meminfo</c>.</param>
    /// <param name="limits">The limits this process is under. No limit is no number in v2 and one near 2^63 in v1.</param>
    public static LinuxMemory? Parse(string meminfo, params IEnumerable<MemoryLimit> limits)
    {
        if (Line(meminfo, "MemTotal:") is not { } total)
        {
            return null;
        }

        ByteSize available = ByteSize.Min(Line(meminfo, "MemAvailable:") ?? total, total);
        MemoryLimit[] real = [.. limits.Where(l => l.Most < total)];
        return real.Length == 0
            ? new LinuxMemory(total, available, false)
            : new LinuxMemory(new ByteSize(real.Min(static l => l.Most.Bytes)), ByteSize.Min(new ByteSize(real.Min(static l => l.Left.Bytes)), available), true);
    }

    private static ByteSize? Line(string meminfo, string key)
    {
        foreach (string line in meminfo.Split('\n'))
        {
            if (line.StartsWith(key, StringComparison.Ordinal)
                && long.TryParse(line[key.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long kibibytes))
            {
                return new ByteSize(kibibytes * Kibibyte);
            }
        }

        return null;
    }
}
