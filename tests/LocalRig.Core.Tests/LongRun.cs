namespace LocalRig.Core.Tests;

/// <summary>Comparisons with the real engine that take minutes: a run by day tries every third, a run with LOCALRIG_LONG=1 all of them.</summary>
internal static class LongRun
{
    private const int Thirds = 3;

    private static readonly bool Asked = Environment.GetEnvironmentVariable("LOCALRIG_LONG") == "1";

    /// <summary>All in a long run, and else every third.</summary>
    /// <param name="all">What there is to try.</param>
    /// <param name="of">What it is tried on: the same names give the same third, and different names give different ones, so that each kind is tried on some.</param>
    public static IEnumerable<T> Part<T>(IEnumerable<T> all, string of)
    {
        int start = of.Sum(static c => c) % Thirds;
        return Asked ? all : all.Where((_, i) => (i + start) % Thirds == 0);
    }
}
