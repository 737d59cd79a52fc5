using System.Globalization;

namespace LocalRig.Proof.Benching;

/// <summary>What other programs take of the processors while nothing is measured yet.</summary>
internal static class BusyProcessors
{
    private const string Times = "/proc/stat"; // proc(5): ticks since the start, of all processors: user, nice, system, idle, iowait, …
    private const int Idle = 3;
    private const int Waiting = 4;
    private const int Digits = 2;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1); // a hundred ticks of each processor

    /// <summary>The share of all processors that was busy for a second; null where that can't be read.</summary>
    public static async Task<double?> ShareAsync(CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(Times))
        {
            return null;
        }

        long[] before = Read();
        await Task.Delay(Look, cancellation).ConfigureAwait(false);
        long[] after = Read();
        long all = after.Sum() - before.Sum();
        long idle = after[Idle] + after[Waiting] - before[Idle] - before[Waiting];
        return all > 0 ? Math.Round(Math.Clamp(1 - idle / (double)all, 0, 1), Digits) : null;
    }

    private static long[] Read() => [.. File.ReadLines(Times).First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(t => long.Parse(t, CultureInfo.InvariantCulture))];
}
