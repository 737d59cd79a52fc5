using LocalRig.Forecasting;

namespace LocalRig.Calibrate;

/// <summary>A row and what was forecast for it by a fit that never saw its device.</summary>
/// <param name="Row">The measurement.</param>
/// <param name="Forecast">Forecast tokens per second.</param>
/// <param name="Relatives">Other devices of the family that the fit saw.</param>
internal sealed record HeldOutRow(Observation Row, double Forecast, int Relatives)
{
    /// <summary>Whether it was measured after everything that the fit saw.</summary>
    public bool IsLater { get; init; }

    /// <summary>Whether the processor was known by its memory alone.</summary>
    public bool ByMemory => Row.Speed.Facts.Backend == Rigs.Backend.Cpu && Row.Speed.ArithmeticAssumed;

    /// <summary>Relative error; 0.1 when the forecast is 10 % too fast.</summary>
    public double Error => Forecast / Row.Rate - 1;

    /// <summary>Logarithm of measured over forecast.</summary>
    public double LogFactor => Math.Log(Row.Rate / Forecast);
}

/// <summary>Forecasts every device from all others.</summary>
internal static class HeldOut
{
    // How fast a device's say grows with its rows: 336 rows of one card weigh about three times one row of another.
    private const double Crowding = 0.2;

    public static void Weigh(IEnumerable<Observation> rows)
    {
        foreach (IGrouping<(string, string), Observation> device in rows.GroupBy(r => (r.Device, r.Speed.Family.Group)))
        {
            double weight = Math.Pow(device.Count(), Crowding - 1);
            foreach (Observation row in device)
            {
                row.Weight = weight;
            }
        }
    }

    /// <summary>A processor's rows as they are and as they would be by its memory alone.</summary>
    private static IEnumerable<Observation> Seen(Observation row) =>
        row.Speed.Facts.Backend == Rigs.Backend.Cpu && !row.Speed.ArithmeticAssumed ? [row, row.ByMemory()] : [row];

    /// <summary>Rows a fit may learn from: physically possible and within the device's memory.</summary>
    public static List<Observation> Usable(IEnumerable<Observation> rows) => [.. rows.Where(r => !r.Spills && r.Rate <= r.Ceiling)];

    /// <summary>Devices per family.</summary>
    public static Dictionary<string, int> Families(IEnumerable<Observation> rows) =>
        rows.GroupBy(r => r.Speed.Family.Family).ToDictionary(g => g.Key, g => g.Select(r => r.Device).Distinct().Count());

    public static List<HeldOutRow> Forecast(SpeedLaw law, Noise noise, Dictionary<string, Pool> pools, List<Observation> rows, int folds)
    {
        string[] devices = [.. rows.Select(r => r.Device).Distinct().Order(StringComparer.Ordinal)];
        int count = folds == 0 ? devices.Length : folds;
        List<HeldOutRow> results = [];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, fold =>
        {
            HashSet<string> held = [.. devices.Where((_, i) => i % count == fold)];
            List<Observation> seen = Usable(rows.Where(r => !held.Contains(r.Device)));
            Dictionary<string, int> families = Families(seen);
            LawValues values = Fit.To(law, noise, pools, seen).Result();
            HeldOutRow[] forecasts =
            [
                .. rows.Where(r => held.Contains(r.Device)).SelectMany(Seen).Select(r => new HeldOutRow(
                    r, Math.Min(r.Ceiling, Math.Exp(-r.Predict(law, values.For(r.Speed.Family)))), families.GetValueOrDefault(r.Speed.Family.Family))),
            ];
            lock (results)
            {
                results.AddRange(forecasts);
            }
        });
        return [.. results.OrderBy(r => r.Row.Device, StringComparer.Ordinal)];
    }
}
