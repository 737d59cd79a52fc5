using System.Globalization;

namespace LocalRig.Forecasting;

/// <summary>Which build of which program runs, as far as speed goes.</summary>
/// <param name="Years">Years that it is older than <see cref="Today"/>; 0 for it and newer ones.</param>
/// <param name="IsLlamafile">Whether it is llamafile, whose llama.cpp is older than its own date and built otherwise.</param>
internal readonly record struct EngineAge(double Years, bool IsLlamafile)
{
    private const double DaysPerYear = 365.25;

    // Days of llama.cpp's tags (its releases page), and the first day a build of 2026 is seen in the ledger.
    private static readonly List<(int Build, DateOnly Day)> Builds =
    [
        (1500, new(2023, 11, 10)), (2000, new(2024, 1, 29)), (3000, new(2024, 5, 26)), (4000, new(2024, 10, 31)), (5000, new(2025, 4, 1)), (6000, new(2025, 7, 26)),
        (7000, new(2025, 11, 9)), (7950, new(2026, 2, 5)), (9193, new(2026, 5, 18)), (9927, new(2026, 7, 8)), (10217, new(2026, 8, 1)), (10666, new(2026, 8, 29)),
    ];

    /// <summary>What counts as today's engine: the month of the youngest builds in the ledger.</summary>
    public static DateOnly Today { get; } = new(2026, 9, 1);

    /// <summary>The newest build of llama.cpp.</summary>
    public static EngineAge Newest => default;

    /// <summary>A build of a day.</summary>
    public static EngineAge Of(DateOnly day, bool isLlamafile = false) => new(Math.Max(0, (Today.DayNumber - day.DayNumber) / DaysPerYear), isLlamafile);

    /// <summary>A build of llama.cpp by its number; 0 is the newest. Between the days known, numbers grow evenly.</summary>
    public static EngineAge OfBuild(int build)
    {
        if (build == 0 || build >= Builds[^1].Build)
        {
            return Newest;
        }

        int next = Math.Max(1, Builds.FindIndex(b => b.Build > build));
        (int Build, DateOnly Day) a = Builds[next - 1];
        (int Build, DateOnly Day) b = Builds[next];
        double share = (double)(Math.Max(build, a.Build) - a.Build) / (b.Build - a.Build);
        return Of(a.Day.AddDays((int)(share * (b.Day.DayNumber - a.Day.DayNumber))));
    }

    /// <summary>The build of a day, between the builds whose days are known.</summary>
    public static int BuildOn(DateOnly day)
    {
        int next = Math.Clamp(Builds.FindIndex(b => b.Day > day), 0, Builds.Count);
        if (next == 0)
        {
            return day < Builds[0].Day ? Builds[0].Build : Builds[^1].Build;
        }

        (int Build, DateOnly Day) a = Builds[next - 1];
        (int Build, DateOnly Day) b = Builds[next];
        return a.Build + (int)((b.Build - a.Build) * (double)(day.DayNumber - a.Day.DayNumber) / (b.Day.DayNumber - a.Day.DayNumber));
    }

    /// <summary>The day a report names: <c>2025-12-27</c>, <c>2024-05</c>, the middle of <c>2023-11..2025-03</c>.</summary>
    /// <exception cref="FormatException">It names none.</exception>
    public static DateOnly Day(string date)
    {
        string[] ends = date.Split("..");
        DateOnly first = One(ends[0]);
        DateOnly last = One(ends[^1]);
        return first.AddDays((last.DayNumber - first.DayNumber) / 2);
    }

    private static DateOnly One(string date)
    {
        const int MonthLength = 7; // 2024-05
        string day = date.Split(' ')[0];
        return DateOnly.ParseExact(day.Length == MonthLength ? day + "-15" : day.Length < MonthLength ? day + "-07-01" : day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
