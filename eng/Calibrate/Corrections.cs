using LocalRig.Forecasting;

namespace LocalRig.Calibrate;

/// <summary>What is left on devices that were measured, for forecasts that may look evidence up.</summary>
/// <remarks>Reports of llama.cpp alone: llamafile is another program, and what it reached on a card (LocalScore, 2025) says nothing of how far llama.cpp is from
/// the law there: corrected by it, forecasts of llama.cpp's reports of 2026 were 19 % off on average, without it 7 %.</remarks>
internal static class Corrections
{
    public static void Add(Dictionary<string, Correction> corrections, Dictionary<string, Spread> spreads, SpeedLaw law, Noise noise, LawValues values, List<Observation> rows, List<HeldOutRow> held)
    {
        bool prompt = law == SpeedLaw.Prefill;
        (Observation Row, double Left)[] left =
            [.. HeldOut.Usable(rows).Where(r => !r.Speed.Engine.IsLlamafile).Select(r => (r, r.Predict(law, values.For(r.Speed.Family)) - r.LogSeconds))];
        List<(string Device, double Value)> elsewhere = [];
        List<(string Device, double Value)> again = [];
        foreach (var device in left.GroupBy(l => (l.Row.Device, l.Row.Speed.Family)))
        {
            (string name, DeviceFamily family) = device.Key;
            Reports reports = new(noise, [.. device.Select(l => (l.Row.Source.Id, l.Row.Source.QuantName, l.Row.Reporter, l.Left))]);
            corrections[Correction.Key(prompt, name, family)] = new Correction(Math.Exp(reports.OfDevice(_ => true)), device.Count());
            foreach (var cell in device.GroupBy(l => (l.Row.Source.Id, l.Row.Source.QuantName)))
            {
                (string model, string quant) = cell.Key;
                corrections[Correction.Key(prompt, name, family, model, quant)] = new Correction(Math.Exp(reports.OfModel(model, quant, _ => true)), cell.Count(), Math.Exp(reports.Apart(model, quant)));
            }

            elsewhere.AddRange(reports.FromOtherCollections().Select(l => (name, l)));
            again.AddRange(reports.FromTheOthersOfItsModel().Select(l => (name, l)));
        }

        // A law that saw a device has bent to each of its collections, and one that never saw it knows too little of it: the next collection lies between.
        List<(string Device, double Value)> unseen = [];
        foreach (var device in held.Where(h => !h.Row.Spills && !h.Row.Speed.Engine.IsLlamafile).GroupBy(h => (h.Row.Device, h.Row.Speed.Family)))
        {
            Reports reports = new(noise, [.. device.Select(h => (h.Row.Source.Id, h.Row.Source.QuantName, h.Row.Reporter, h.LogFactor))]);
            unseen.AddRange(reports.FromOtherCollections().Select(l => (device.Key.Device, l)));
        }

        if (unseen.Count > 0)
        {
            spreads[(prompt ? "prefill/" : "decode/") + SpreadKey.SameDevice] = Between(Of(elsewhere), Of(unseen));
        }

        spreads[(prompt ? "prefill/" : "decode/") + SpreadKey.SameModel] = Of(again);
    }

    private const int FewestToCompare = 3; // of two that disagree nobody can tell which is the odd one

    private const double DeviationOfFourInFive = 1.4826 * 1.2816; // of a normal distribution: standard over median absolute deviation; 80 % lie within 1.2816 standard deviations

    // The weight of what was never seen beside what was fitted (Efron, "Estimating the error rate of a prediction rule", 1983: the .632 estimator).
    private const double Unseen = 0.632;

    private static Spread Between(Spread fitted, Spread unseen)
    {
        static double Mix(double a, double b) => Math.Pow(a, 1 - Unseen) * Math.Pow(b, Unseen);
        return new Spread(Mix(fitted.Low, unseen.Low), Mix(fitted.High, unseen.High), unseen.Devices);
    }

    private static Spread Of(List<(string Device, double Value)> values) =>
        new(Math.Exp(Balanced.Quantile(values, 0.1)), Math.Exp(Balanced.Quantile(values, 0.9)), values.Select(v => v.Device).Distinct().Count());

    /// <summary>What was left on one device: model, quantization, collection, logarithm of measured over forecast.</summary>
    private sealed class Reports(Noise noise, (string Model, string Quant, string Collection, double Left)[] rows)
    {
        /// <summary>The device's deviation by those rows; a model counts once, however often it was run.</summary>
        public double OfDevice(Func<(string Model, string Quant, string Collection, double Left), bool> which) =>
            Deviation.Of([.. rows.Where(which).GroupBy(r => (r.Model, r.Quant)).Select(c => Balanced.Median(c.Select(r => r.Left)))], noise, Deviation.OfDevices);

        /// <summary>A model's deviation by those rows, around what the other models say of the device.</summary>
        public double OfModel(string model, string quant, Func<(string Model, string Quant, string Collection, double Left), bool> which) =>
            Deviation.Of(
                [.. rows.Where(which).Where(r => r.Model == model && r.Quant == quant).Select(r => r.Left)],
                noise,
                Deviation.OfModels,
                OfDevice(r => which(r) && (r.Model, r.Quant) != (model, quant)));

        /// <summary>How far reports of a model disagree (logarithm): 80 % of a normal distribution with their median absolute deviation, which one report far from the others, a
        /// stalled engine or a wrong label, doesn't move. 0 where fewer than three tell.</summary>
        public double Apart(string model, string quant)
        {
            double[] of = [.. rows.Where(r => r.Model == model && r.Quant == quant).Select(r => r.Left)];
            double middle = Balanced.Median(of);
            return of.Length < FewestToCompare ? 0 : DeviationOfFourInFive * Balanced.Median(of.Select(r => Math.Abs(r - middle)));
        }

        /// <summary>How far each collection's reports are from what all other collections say: what somebody who asks today meets, whose machine and whose way of
        /// measuring nobody's report here has.</summary>
        public IEnumerable<double> FromOtherCollections() =>
            rows.Select(r => r.Collection).Distinct().Where(c => rows.Any(r => r.Collection != c)).SelectMany(c => rows
                .Where(r => r.Collection == c)
                .GroupBy(r => (r.Model, r.Quant))
                .SelectMany(cell =>
                {
                    double expected = OfModel(cell.Key.Model, cell.Key.Quant, r => r.Collection != c);
                    return cell.Select(r => r.Left - expected);
                }));

        /// <summary>How far each report is from the others of its model: what a second measurement of one's own meets.</summary>
        public IEnumerable<double> FromTheOthersOfItsModel() =>
            rows.Select((r, i) => (Row: r, Others: rows.Where((o, j) => j != i && o.Model == r.Model && o.Quant == r.Quant).Select(o => o.Left).ToArray()))
                .Where(r => r.Others.Length > 0)
                .Select(r => r.Row.Left - Deviation.Of(r.Others, noise, Deviation.OfModels, OfDevice(o => (o.Model, o.Quant) != (r.Row.Model, r.Row.Quant))));
    }
}
