using System.Collections.Immutable;
using LocalRig.Forecasting;

namespace LocalRig.Calibrate;

/// <summary>Rules others use, forecast for the same rows.</summary>
internal static class Baselines
{
    // Shares of peak bandwidth that guides quote, and shares of the F16 peak for prompts.
    private static readonly double[] BandwidthShares = [0.55, 0.70, 0.85];
    private static readonly double[] ArithmeticShares = [0.40, 0.55];

    public static IEnumerable<(string Name, List<HeldOutRow> Rows)> Of(SpeedLaw law, Noise noise, List<Observation> rows, int folds)
    {
        if (law == SpeedLaw.Decode)
        {
            foreach (double share in BandwidthShares)
            {
                yield return ($"bandwidth ÷ file size × {share:0.00}", Each(rows, r => r.Speed.Bandwidth * share / r.FileBytes));
            }

            foreach (double share in BandwidthShares)
            {
                yield return ($"bandwidth ÷ (active weights + cache) × {share:0.00}", Each(rows, r => r.Speed.Bandwidth * share / (r.Work.WeightBytes + r.Work.CacheBytes)));
            }
        }
        else
        {
            foreach (double share in ArithmeticShares)
            {
                yield return ($"F16 peak ÷ operations × {share:0.00}", Each(
                    rows.Where(r => r.Speed.Facts.Half > 0), r => r.Speed.Facts.Half!.Value * share / (LayerWork.OperationsPerElement * r.Work.Elements)));
            }
        }

        SpeedLaw simple = law == SpeedLaw.Decode ? new TwoParameterLaw() : new UtilisationLaw();
        Dictionary<string, Pool> pools = simple.Parameters.ToDictionary(p => p, p => p == "Layer" ? new Pool(-12, 2, 0, 2) : new Pool(0.4, 2, 0, 2));
        string name = law == SpeedLaw.Decode ? "per family: bytes ÷ efficiency + layers × overhead (two parameters)" : "per family: one utilisation of arithmetic";
        yield return (name, [.. HeldOut.Forecast(simple, noise, pools, rows, folds).Where(f => !f.ByMemory)]);
    }

    private static List<HeldOutRow> Each(IEnumerable<Observation> rows, Func<Observation, double> rule) => [.. rows.Select(r => new HeldOutRow(r, rule(r), 1))];

    /// <summary>The two-parameter fit: t = bytes / (e x bandwidth) + layers x overhead.</summary>
    private sealed class TwoParameterLaw : SpeedLaw
    {
        public override ImmutableArray<string> Parameters { get; } = ["Bytes", "Layer"];

        public override StepTime Time(Work work, DeviceSpeed device, ReadOnlySpan<double> parameters) =>
            new((work.WeightBytes + work.CacheBytes) / device.Bandwidth * Math.Exp(parameters[0]), 0, work.Layers * Math.Exp(parameters[1]));
    }

    /// <summary>One share of arithmetic per family.</summary>
    private sealed class UtilisationLaw : SpeedLaw
    {
        public override ImmutableArray<string> Parameters { get; } = ["Utilisation"];

        public override StepTime Time(Work work, DeviceSpeed device, ReadOnlySpan<double> parameters) =>
            new(0, LayerWork.OperationsPerElement * work.Elements * work.Tokens / device.Shader * Math.Exp(parameters[0]), 0);
    }
}
