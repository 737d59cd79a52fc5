using System.Globalization;
using LocalRig.Planning;
using LocalRig.Proof.Runtimes;
using LocalRig.Units;

namespace LocalRig.Proof.Watching;

/// <summary>What a process of this machine has of its memory.</summary>
internal static class SeenMemory
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Of main memory and of NVIDIA's cards; empty where it can't be seen.</summary>
    /// <param name="process">The process.</param>
    /// <param name="plan">The plan; null without one.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<IReadOnlyList<WatchedMemory>> OfAsync(int process, MemoryPlan? plan, CancellationToken cancellation)
    {
        List<WatchedMemory> seen = [];
        if (await OnCardsAsync(process, cancellation).ConfigureAwait(false) is { Bytes: > 0 } cards)
        {
            seen.Add(new WatchedMemory("graphics processors", plan is null ? null : new ByteSize(plan.Devices[..^1].Sum(d => d.Total.Bytes)), cards));
        }

        if (Of($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/status", "VmRSS:") is ByteSize resident)
        {
            seen.Add(new WatchedMemory("main memory", plan?.Host.Total, resident));
        }

        return seen;
    }

    /// <summary>Main memory that programs can still have (proc_meminfo(5), MemAvailable); null elsewhere than on Linux.</summary>
    public static ByteSize? Free() => Of("/proc/meminfo", "MemAvailable:");

    private static ByteSize? Of(string file, string name)
    {
        try
        {
            string? line = OperatingSystem.IsLinux() && File.Exists(file) ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal)) : null;
            return line?.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is [_, var kibibytes, ..] && long.TryParse(kibibytes, NumberStyles.None, CultureInfo.InvariantCulture, out long known) ? new ByteSize(known * ByteSize.BytesPerKibibyte) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // it ended meanwhile
        }
    }

    private static async Task<ByteSize?> OnCardsAsync(int process, CancellationToken cancellation)
    {
        string? tool = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(f => Path.Combine(f, "nvidia-smi")).FirstOrDefault(File.Exists);
        if (tool is null)
        {
            return null;
        }

        using ToolProcess said = await ToolProcess.RunAsync(tool, ["--query-compute-apps=pid,used_memory", "--format=csv,noheader,nounits"], Patience, cancellation).ConfigureAwait(false);
        long mebibytes = said.Output.Select(l => l.Split(',', StringSplitOptions.TrimEntries))
            .Where(r => r.Length == 2 && r[0] == process.ToString(CultureInfo.InvariantCulture))
            .Sum(r => long.TryParse(r[1], NumberStyles.None, CultureInfo.InvariantCulture, out long used) ? used : 0);
        return new ByteSize(mebibytes * ByteSize.BytesPerMebibyte);
    }
}
