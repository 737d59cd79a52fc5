using System.Globalization;

namespace LocalRig.Proof.Benching;

/// <summary>What the processors did up to a moment, and what of it was ours: the difference of two tells what other programs took meanwhile.</summary>
/// <param name="Busy">Ticks all processors were busy.</param>
/// <param name="All">Ticks of all processors.</param>
/// <param name="Own">Ticks of this program and those it started, while they ran.</param>
/// <param name="Throttled">How often a processor slowed itself down because of heat; null where it isn't counted.</param>
/// <param name="Microjoules">Energy the processors took; null where it can't be read.</param>
internal sealed record OtherPrograms(long Busy, long All, long Own, long? Throttled, long? Microjoules)
{
    private const string Times = "/proc/stat"; // proc(5): ticks since the start, of all processors: user, nice, system, idle, iowait, …
    private const int Idle = 3;
    private const int Waiting = 4;
    private const int Usual = 8; // user to steal; what follows is counted within user already
    private const int Digits = 2;
    private const string Energy = "/sys/class/powercap/intel-rapl:0/energy_uj"; // Documentation/power/powercap/powercap.rst; only root may read it
    private const string Throttles = "/sys/devices/system/cpu"; // Documentation/ABI/testing/sysfs-devices-system-cpu, thermal_throttle

    /// <summary>Now; null where it can't be told.</summary>
    /// <param name="server">A process of ours that still runs.</param>
    public static OtherPrograms? Now(int? server)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(Times))
        {
            return null;
        }

        long[] ticks = [.. File.ReadLines(Times).First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(Usual).Select(t => long.Parse(t, CultureInfo.InvariantCulture))];
        long all = ticks.Sum();
        return new OtherPrograms(all - ticks[Idle] - ticks[Waiting], all, Ticks(Environment.ProcessId, children: true) + (server is int id ? Tree(id) : 0), Throttling(), Number(Energy));
    }

    /// <summary>The share of all processors that others kept busy since an earlier moment; null where nothing passed.</summary>
    public double? ShareSince(OtherPrograms earlier) =>
        All > earlier.All ? Math.Round(Math.Clamp((Busy - earlier.Busy - Math.Max(0, Own - earlier.Own)) / (double)(All - earlier.All), 0, 1), Digits) : null;

    /// <summary>What happened since, in words for a record's conditions.</summary>
    public IEnumerable<string> Since(OtherPrograms earlier, TimeSpan passed)
    {
        if (Throttled - earlier.Throttled is > 0 and long times)
        {
            yield return $"the processor slowed itself down because of heat {times} times";
        }

        if (Microjoules - earlier.Microjoules is > 0 and long energy && passed > TimeSpan.Zero) // the counter begins anew some day, and then nothing is said
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"the processor took {energy / 1e6 / passed.TotalSeconds:0.#} W");
        }
    }

    /// <summary>Ticks of a process and everything below it.</summary>
    private static long Tree(int process)
    {
        Dictionary<int, int> parents = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id) && Fields(id) is { Length: > Parent } fields)
            {
                parents[id] = int.Parse(fields[Parent], CultureInfo.InvariantCulture);
            }
        }

        bool Below(int id)
        {
            for (int steps = 0; id != process && steps < parents.Count; steps++)
            {
                if (!parents.TryGetValue(id, out id))
                {
                    return false;
                }
            }

            return id == process;
        }

        return parents.Keys.Where(Below).Sum(id => Ticks(id, children: true));
    }

    private const int Parent = 1; // of the fields after the name: state, ppid, …, utime, stime, cutime, cstime (proc_pid_stat(5))
    private const int UserTime = 11;

    private static long Ticks(int process, bool children) =>
        Fields(process) is { Length: > UserTime + 3 } fields ? fields.Skip(UserTime).Take(children ? 4 : 2).Sum(t => long.Parse(t, CultureInfo.InvariantCulture)) : 0;

    private static string[]? Fields(int process)
    {
        try
        {
            string line = File.ReadAllText($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/stat");
            return line[(line.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries); // a name may hold anything
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // it ended meanwhile
        }
    }

    private static long? Throttling()
    {
        try
        {
            long?[] counts = [.. Directory.EnumerateDirectories(Throttles, "cpu*").Select(d => Number(Path.Combine(d, "thermal_throttle", "core_throttle_count"))).Where(n => n is not null)];
            return counts.Length > 0 ? counts.Sum() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long? Number(string file)
    {
        try
        {
            return File.Exists(file) && long.TryParse(File.ReadAllText(file).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
