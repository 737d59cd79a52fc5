using LocalRig.Forecasting;

namespace LocalRig.Calibrate;

/// <summary>How far measurements fell from forecasts that never saw their device, by situation.</summary>
internal static class Spreads
{
    private const double LowLevel = 0.1;

    // A situation with few devices leans on all devices together, as if it had this many more of them.
    private const double BorrowedDevices = 3;

    private const double YoungYears = 1.2;
    private const int EnoughDevices = 8;

    public static void Add(Dictionary<string, Spread> spreads, bool prompt, IReadOnlyCollection<HeldOutRow> held)
    {
        HeldOutRow[] rows = [.. held.Where(h => !h.Row.Spills)];
        (double low, double high) = Ends(Nearest([.. rows.Where(r => !r.ByMemory)]));
        foreach (IGrouping<string, HeldOutRow> situation in rows.GroupBy(h => Key(prompt, h)))
        {
            HeldOutRow[] nearest = Nearest([.. situation]);
            int devices = nearest.Select(h => h.Row.Device).Distinct().Count();
            (double own, double ownHigh) = Ends(nearest);
            double trust = devices / (devices + BorrowedDevices);
            spreads[situation.Key] = new Spread(
                Math.Exp(trust * own + (1 - trust) * low), Math.Exp(trust * ownHigh + (1 - trust) * high), devices);
        }

        foreach (string name in SpreadKey.All)
        {
            string key = (prompt ? "prefill/" : "decode/") + name;
            if (!spreads.ContainsKey(key))
            {
                spreads[key] = new Spread(Math.Exp(low), Math.Exp(high), 0);
            }
        }
    }

    /// <summary>The rows that say how far today's llama.cpp falls from a forecast: of the last year where enough devices have them, else of any
    /// llama.cpp, else all. llamafile is another program, and one in seven of its reports is of a stalled machine.</summary>
    private static HeldOutRow[] Nearest(HeldOutRow[] rows)
    {
        HeldOutRow[] own = [.. rows.Where(r => !r.Row.Speed.Engine.IsLlamafile)];
        HeldOutRow[] young = [.. own.Where(r => r.Row.Speed.Engine.Years < YoungYears)];
        return Devices(young) >= EnoughDevices ? young : Devices(own) >= EnoughDevices / 2 ? own : rows;
    }

    private static int Devices(HeldOutRow[] rows) => rows.Select(r => r.Row.Device).Distinct().Count();

    public static string Key(bool prompt, HeldOutRow held) =>
        SpreadKey.Of(prompt, held.Row.Speed, held.Row.Work, held.Row.Depth, held.Relatives);

    /// <summary>The share of rows inside, every device counting once.</summary>
    public static double Coverage(bool prompt, IEnumerable<HeldOutRow> held, Dictionary<string, Spread> spreads) =>
        held.GroupBy(h => h.Row.Device).Average(g => g.Average(h =>
        {
            Spread spread = spreads[Key(prompt, h)];
            double factor = h.Row.Rate / h.Forecast;
            return factor >= spread.Low && factor <= spread.High ? 1.0 : 0.0;
        }));

    private static (string Model, string Quant) Cell(HeldOutRow held) => (held.Row.Model, held.Row.Quant);

    /// <summary>The ends of an interval in which four of five rows lie.</summary>
    private static (double Low, double High) Ends(HeldOutRow[] rows)
    {
        // A device says as much as the root of the models and quantizations it was measured with, and so does a model of the devices: sixty cards known
        // by one board's test of one old model, which the law knows best, would else hide how far other models scatter.
        Dictionary<(string, string), double> boards = rows.GroupBy(Cell).ToDictionary(c => c.Key, c => Math.Sqrt(Devices([.. c])));
        (double Value, double Weight)[] factors =
        [
            .. rows.GroupBy(h => (h.Row.Device, h.IsLater)).SelectMany(device =>
            {
                IGrouping<(string, string), HeldOutRow>[] cells = [.. device.GroupBy(Cell)];
                double weight = 1 / Math.Sqrt(cells.Length);
                return cells.SelectMany(c => c.Select(h => (h.LogFactor, weight / boards[c.Key] / c.Count())));
            }),
        ];
        return (Balanced.Quantile(factors, LowLevel), Balanced.Quantile(factors, 1 - LowLevel));
    }
}
