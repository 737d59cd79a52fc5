using System.Globalization;
using LocalRig.Units;

namespace LocalRig.Local.Probes;

/// <summary>The limits that control groups set to this process's memory: its own group's and those of every group around it, such as a container's, a
/// Slurm job's and a step's in it (cgroups(7); kernel documentation, cgroup-v2 and cgroup-v1/memory).</summary>
internal static class ControlGroups
{
    private const string Root = "/sys/fs/cgroup";

    /// <summary>Every limit on the way from the process's group up to the root.</summary>
    public static IReadOnlyList<MemoryLimit> Limits(IMachineTexts texts)
    {
        List<MemoryLimit> limits = [];
        foreach ((string root, string path, bool second) in Groups(texts.File("/proc/self/cgroup") ?? ""))
        {
            foreach (string folder in Upward(root, path))
            {
                string? limit = texts.File(folder + (second ? "/memory.max" : "/memory.limit_in_bytes"));
                if (Number(limit) is { } most)
                {
                    ByteSize used = Number(texts.File(folder + (second ? "/memory.current" : "/memory.usage_in_bytes"))) ?? ByteSize.Zero;
                    ByteSize idle = Idle(texts.File(folder + "/memory.stat") ?? "", second ? "inactive_file" : "total_inactive_file");
                    limits.Add(new MemoryLimit(most, ByteSize.Max(used - idle, ByteSize.Zero)));
                }
            }
        }

        return limits;
    }

    /// <summary>Where the process's groups are: <c>0::/path</c> for v2, <c>9:memory:/path</c> for v1. In a container the path may be the host's while the
    /// root shown is the container's, so the root itself is always looked at.</summary>
    private static IEnumerable<(string Root, string Path, bool Second)> Groups(string own)
    {
        foreach (string line in own.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(':', 3) is [_, var controllers, var path])
            {
                if (controllers.Length == 0)
                {
                    yield return (Root, path, true);
                }
                else if (controllers.Split(',').Contains("memory"))
                {
                    yield return (Root + "/memory", path, false);
                }
            }
        }

        if (own.Length == 0)
        {
            yield return (Root, "/", true);
            yield return (Root + "/memory", "/", false);
        }
    }

    private static IEnumerable<string> Upward(string root, string path)
    {
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (int depth = parts.Length; depth >= 0; depth--)
        {
            yield return string.Join('/', [root, .. parts[..depth]]);
        }
    }

    /// <summary>Pages of files that nobody used lately: counted as used, and given back when memory is wanted.</summary>
    private static ByteSize Idle(string stat, string key) =>
        Number(stat.Split('\n').Select(static l => l.Split(' ')).FirstOrDefault(p => p.Length == 2 && p[0] == key)?[1]) ?? ByteSize.Zero;

    private static ByteSize? Number(string? text) =>
        long.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? new ByteSize(value) : null;
}

/// <summary>A limit of memory.</summary>
/// <param name="Most">How much may be taken.</param>
/// <param name="Held">How much of it is held already and won't be given back.</param>
public sealed record MemoryLimit(ByteSize Most, ByteSize Held)
{
    /// <summary>What is left.</summary>
    public ByteSize Left => ByteSize.Max(Most - Held, ByteSize.Zero);
}
