using System.Globalization;
using LocalRig.Forecasting;

namespace LocalRig.Calibrate;

/// <summary>Says where this build's calibration no longer holds: new rows against its forecasts, by device, backend and build.</summary>
internal static class Drift
{
    private const int FewestRows = 3; // one report may be of a stalled machine

    public static int Print(List<Observation> rows, DateOnly since)
    {
        Calibration calibration = Calibration.Current;
        int drifted = 0;
        foreach (var group in rows.Where(r => r.Day >= since && !r.Spills).GroupBy(r => (r.Device, r.Speed.Family.Group, r.Build, r.IsPrompt)).OrderBy(g => g.Key.ToString(), StringComparer.Ordinal))
        {
            SpeedLaw law = group.Key.IsPrompt ? SpeedLaw.Prefill : SpeedLaw.Decode;
            double[] factors = [.. group.Select(r => Math.Exp(r.Predict(law, calibration.Parameters(law, r.Speed.Family)) - r.LogSeconds))];
            int inside = group.Zip(factors).Count(p =>
            {
                Spread spread = calibration.SpreadOf(SpreadKey.Of(group.Key.IsPrompt, p.First.Speed, p.First.Work, p.First.Depth, calibration.MeasuredDevices(p.First.Speed.Family.Family)));
                return p.Second >= spread.Low && p.Second <= spread.High;
            });
            bool holds = inside * 2 >= factors.Length || factors.Length < FewestRows;
            drifted += holds ? 0 : 1;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{(holds ? "      " : "DRIFT ")}{group.Key.Device,-28} {group.Key.Group,-14} {(group.Key.IsPrompt ? "prompt" : "answer")} {group.Key.Build,-32} {factors.Length,4} rows, measured {Balanced.Median(factors):0.00} of the forecast, {inside} inside its interval"));
        }

        Console.WriteLine($"{drifted} groups of {FewestRows} rows and more lie mostly outside their interval.");
        return drifted;
    }
}
