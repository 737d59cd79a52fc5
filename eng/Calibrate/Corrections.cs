using LocalRig.Forecasting;

namespace LocalRig.Calibrate;

/// <summary>What is left on devices that were measured, for forecasts that may look evidence up.</summary>
internal static class Corrections
{
    // A device's own deviation counts in full only with several measurements: it is pulled to none as if this many had shown none.
    private const double Doubt = 1;

    public static void Add(Dictionary<string, Correction> corrections, Dictionary<string, Spread> spreads, SpeedLaw law, LawValues values, List<Observation> rows)
    {
        bool prompt = law == SpeedLaw.Prefill;
        (Observation Row, double Left)[] left = [.. HeldOut.Usable(rows).Select(r => (r, r.Predict(law, values.For(r.Speed.Family)) - r.LogSeconds))];
        List<(string Device, double Value)> otherModels = [];
        List<(string Device, double Value)> sameModel = [];
        foreach (var device in left.GroupBy(l => (l.Row.Device, l.Row.Speed.Family)))
        {
            var cells = device.GroupBy(l => (l.Row.Source.Id, l.Row.Source.QuantName)).ToArray();
            double own = Pulled(cells.Select(c => Balanced.Median(c.Select(l => l.Left))).ToArray());
            corrections[Correction.Key(prompt, device.Key.Device, device.Key.Family)] = new Correction(Math.Exp(own), device.Count());
            foreach (var cell in cells)
            {
                double[] elsewhere = [.. cells.Where(c => c.Key != cell.Key).Select(c => Balanced.Median(c.Select(l => l.Left)))];
                if (elsewhere.Length > 0)
                {
                    otherModels.AddRange(cell.Select(l => (device.Key.Device, l.Left - Pulled(elsewhere))));
                }

                AddCell(corrections, prompt, device.Key.Device, device.Key.Family, cell.Key, [.. cell.Select(l => l.Left)], sameModel);
            }
        }

        spreads[(prompt ? "prefill/" : "decode/") + SpreadKey.SameDevice] = Of(otherModels);
        spreads[(prompt ? "prefill/" : "decode/") + SpreadKey.SameModel] = Of(sameModel);
    }

    private static void AddCell(
        Dictionary<string, Correction> corrections, bool prompt, string device, DeviceFamily family, (string Model, string Quant) cell, double[] left, List<(string, double)> sameModel)
    {
        corrections[Correction.Key(prompt, device, family, cell.Model, cell.Quant)] = new Correction(Math.Exp(Balanced.Median(left)), left.Length);
        for (int i = 0; i < left.Length && left.Length > 1; i++)
        {
            sameModel.Add((device, left[i] - Balanced.Median(left.Where((_, j) => j != i))));
        }
    }

    private static double Pulled(double[] values) => Balanced.Median(values) * values.Length / (values.Length + Doubt);

    private static Spread Of(List<(string Device, double Value)> values) =>
        new(Math.Exp(Balanced.Quantile(values, 0.1)), Math.Exp(Balanced.Quantile(values, 0.9)), values.Select(v => v.Device).Distinct().Count());
}
