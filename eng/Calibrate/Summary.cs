using LocalRig.Forecasting;

namespace LocalRig.Calibrate;

/// <summary>A few lines on the terminal about a fit.</summary>
internal static class Summary
{
    // A device counts at most this much (35 %) in the score that pooling widths are chosen by: a hopeless one shouldn't decide.
    private const double Cap = 0.35;

    private static readonly (string Name, Func<HeldOutRow, bool> Is)[] Parts =
    [
        ("experts", r => r.Row.Work.ExpertLayers > 0),
        ("dense, 3 GiB and more", r => r.Row.Work.ExpertLayers == 0 && r.Row.FileBytes >= 3L << 30),
        ("dense, smaller", r => r.Row.Work.ExpertLayers == 0 && r.Row.FileBytes < 3L << 30),
        ("deep", r => r.Row.Depth >= 4096),
        ("since 2026-06", r => r.Row.Day >= new DateOnly(2026, 6, 1)),
        ("processors", r => r.Row.Speed.Facts.Backend == Rigs.Backend.Cpu),
    ];

    /// <summary>What a year of the engine's age adds, by group and family.</summary>
    public static void Ages(SpeedLaw law, LawValues values)
    {
        foreach (int place in Enumerable.Range(0, law.Parameters.Length).Where(i => law.Parameters[i].Contains("Age", StringComparison.Ordinal) || law.Parameters[i] == "Llamafile"))
        {
            IEnumerable<string> additions = values.Additions.Where(a => a.Value[place] != 0).Select(a => $"{a.Key} {a.Value[place]:+0.00;-0.00}");
            Console.WriteLine($"  {law.Parameters[place]}: {values.Common[place]:0.00}; {string.Join(" ", additions)}");
        }
    }

    public static void Print(SpeedLaw law, List<HeldOutRow> held, double coverage, bool devices)
    {
        (double error, int count) = Balanced.Error(held.Select(r => (r.Row.Device, r.Error)));
        double score = held.GroupBy(r => r.Row.Device).Average(g => Math.Min(Cap, Balanced.Median(g.Select(r => Math.Abs(r.LogFactor)))));
        Console.WriteLine($"{law.GetType().Name}: held-out error {error:P1} over {count} devices, score {score:0.0000}, inside the interval {coverage:P1}");
        Console.WriteLine("  " + string.Join("  ", Parts.Select(p => (p.Name, Balanced.Error(held.Where(p.Is).Select(r => (r.Row.Device, r.Error))))).Select(p => $"{p.Name} {p.Item2.Error:P1} ({p.Item2.Devices})")));
        foreach (IGrouping<string, HeldOutRow> set in held.GroupBy(r => r.Row.Dataset).OrderBy(g => g.Key, StringComparer.Ordinal).Where(_ => devices))
        {
            Console.WriteLine($"  {set.Key,-20} {string.Join(" ", set.GroupBy(r => r.Row.Device).Select(d => $"{d.Key} {Balanced.Median(d.Select(r => r.Error)):+0%;-0%;0%}").Take(14))}");
        }

        foreach (IGrouping<string, HeldOutRow> family in held.GroupBy(r => r.Row.Speed.Family.Family).OrderBy(g => g.Key, StringComparer.Ordinal).Where(_ => devices))
        {
            foreach (IGrouping<string, HeldOutRow> device in family.GroupBy(r => r.Row.Device))
            {
                string cells = string.Join(" ", device.GroupBy(r => $"{r.Row.Model}/{r.Row.Source.QuantName}/{r.Row.Dataset[..4]}/{r.Row.Depth}").Take(9).Select(c => $"{c.Key} {Balanced.Median(c.Select(r => r.Error)):+0%;-0%;0%}"));
                Console.WriteLine($"  {family.Key,-16} {device.Key,-30} {Balanced.Median(device.Select(r => r.Error)):+0%;-0%;0%} | {cells}");
            }
        }
    }
}
