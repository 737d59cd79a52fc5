using System.Text.Json;
using LocalRig.Forecasting;

namespace LocalRig.Calibrate;

/// <summary>A calibration fitted to some of the ledger's rows, for looking at what it says of the others.</summary>
internal static class Refit
{
    /// <summary>Laws, intervals from devices held out among these rows, and the rates of this build that are no part of a law.</summary>
    public static CalibrationResult Of(IReadOnlyList<Observation> rows, int folds, string only, string root)
    {
        CalibrationResult result = new();
        foreach ((SpeedLaw law, Noise noise) in Noise.OfLaws)
        {
            if (only.Length > 0 && only != (law == SpeedLaw.Prefill ? "prefill" : "decode"))
            {
                continue;
            }

            List<Observation> own = [.. rows.Where(r => r.IsPrompt == (law == SpeedLaw.Prefill))];
            HeldOut.Weigh(own);
            Fit full = Fit.To(law, noise, Pooling.Of(law), HeldOut.Usable(own));
            result.Laws[law] = full.Result();
            List<HeldOutRow> later = LaterReports.Forecast(law, noise, Pooling.Of(law), own);
            Console.WriteLine($"  {law.GetType().Name}: the rest fitted before {LaterReports.Since:yyyy-MM}, tested since: {Balanced.Error(later.Select(r => (r.Row.Device, r.Error))).Error:P1} over {later.Select(r => r.Row.Device).Distinct().Count()} devices");
            Console.WriteLine($"  {law.GetType().Name}: error in sample {Balanced.Error(HeldOut.Usable(own).Select(r => (r.Device, Math.Exp(-r.Predict(law, result.Laws[law].For(r.Speed.Family))) / r.Rate - 1))).Error:P1}");
            List<HeldOutRow> held = folds > 0 ? HeldOut.Forecast(law, noise, Pooling.Of(law), own, folds) : [];
            if (folds > 0)
            {
                Spreads.Add(result.Spreads, law == SpeedLaw.Prefill, [.. held, .. later]);
            }

            Corrections.Add(result.Corrections, result.Spreads, law, noise, result.Laws[law], own, [.. held.Where(h => !h.ByMemory)]);
        }

        CalibrationWriter.Count(result, rows);

        // Read as text: the file may be of a law with fewer parameters than the one just fitted.
        using JsonDocument known = JsonDocument.Parse(File.ReadAllText(Path.Combine(root, "data/calibration/speed.json")));
        foreach (JsonProperty situation in known.RootElement.GetProperty("spreads").EnumerateObject())
        {
            result.Spreads.TryAdd(situation.Name, new Spread(situation.Value.GetProperty("low").GetDouble(), situation.Value.GetProperty("high").GetDouble(), situation.Value.GetProperty("devices").GetInt32()));
        }

        foreach (JsonProperty rate in known.RootElement.GetProperty("rates").EnumerateObject())
        {
            result.Rates[rate.Name] = rate.Value.GetDouble();
        }

        return result;
    }

    /// <summary>The same as a forecaster reads it.</summary>
    public static Calibration Calibration(CalibrationResult result)
    {
        using MemoryStream file = new();
        CalibrationWriter.Write(file, result);
        using JsonDocument document = JsonDocument.Parse(file.ToArray());
        return Forecasting.Calibration.Read(document.RootElement);
    }
}
