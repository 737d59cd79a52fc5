using LocalRig.Calibrate;
using LocalRig.Forecasting;

// Fits the speed laws to data/evidence, forecasts every device from all others, and writes what follows; see Arguments.Usage.
// --folds leaves out several devices at a time (quicker), --rows writes what was forecast for every row held out, --pool tries
// another pooling width (see Pooling). users fits what several users at once gain to data/evidence/users.csv, with the held-out
// errors of drafting and of power limits beside it.
if (Arguments.Unknown(args) is { } unknown)
{
    Console.Error.WriteLine($"{unknown}: not understood.\n{Arguments.Usage}");
    return 2;
}

string root = args.Length > 0 && Directory.Exists(args[0]) ? args[0] : ".";
string Option(string name, string otherwise) => Array.IndexOf(args, name) is int at and >= 0 ? args[at + 1] : otherwise;
int folds = int.Parse(Option("--folds", "0"));
string only = Option("--only", "");
for (int i = 0; i < args.Length - 1; i++)
{
    if (args[i] == "--pool")
    {
        Pooling.Change(args[i + 1]);
    }
}

if (args.Contains("users"))
{
    Measured.Write(root);
    return 0;
}

List<Observation> all = Observations.Read(Path.Combine(root, "data/evidence/throughput.csv"));
if (args.Contains("drift"))
{
    Drift.Print(all, DateOnly.ParseExact(Option("--since", "2026-06-01"), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
    return 0;
}

if (args.Contains("left-out"))
{
    LeftOut.Print(args[Array.IndexOf(args, "left-out") + 1], all, folds, only, root, Option("--rows", ""));
    return 0;
}

Observation[] impossible = [.. all.Where(r => r.Rate > r.Ceiling)];
Console.WriteLine($"{all.Count} rows, {all.Count(r => r.Spills)} don't fit their device, {impossible.Length} above the ceiling");
foreach (Observation row in impossible.DistinctBy(r => (r.Device, r.Model, r.Quant)))
{
    Console.WriteLine($"  impossible: {row.Rate} > {row.Ceiling:0.#}  {row.Device} {row.Model} {row.Quant} {(row.IsPrompt ? "prompt" : "answer")}");
}

CalibrationResult result = new();
Dictionary<SpeedLaw, List<HeldOutRow>> held = [];
Dictionary<SpeedLaw, List<HeldOutRow>> byMemory = [];
Dictionary<SpeedLaw, List<HeldOutRow>> later = [];
Dictionary<SpeedLaw, List<(string, List<HeldOutRow>)>> baselines = [];
foreach ((SpeedLaw law, Noise noise) in Noise.OfLaws)
{
    bool prompt = law == SpeedLaw.Prefill;
    if (only.Length > 0 && only != (prompt ? "prefill" : "decode"))
    {
        continue;
    }

    List<Observation> rows = [.. all.Where(r => r.IsPrompt == prompt)];
    HeldOut.Weigh(rows);
    Fit full = Fit.To(law, noise, Pooling.Of(law), HeldOut.Usable(rows));
    result.Laws[law] = full.Result();
    Summary.Ages(law, result.Laws[law]);
    List<HeldOutRow> forecasts = HeldOut.Forecast(law, noise, Pooling.Of(law), rows, folds);
    later[law] = LaterReports.Forecast(law, noise, Pooling.Of(law), rows);
    Spreads.Add(result.Spreads, prompt, [.. forecasts, .. later[law]]);
    Console.WriteLine($"  fitted before {LaterReports.Since:yyyy-MM}, tested since: {Balanced.Error(later[law].Select(r => (r.Row.Device, r.Error))).Error:P1} over {later[law].Select(r => r.Row.Device).Distinct().Count()} devices, inside {Spreads.Coverage(prompt, later[law], result.Spreads):P0}");
    held[law] = [.. forecasts.Where(f => !f.ByMemory)];
    if (Option("--rows", "") is { Length: > 0 } folder)
    {
        string kind = prompt ? "prefill" : "decode";
        Dump.Write(Path.Combine(folder, $"held-{kind}.csv"), forecasts);
        Dump.Write(Path.Combine(folder, $"fitted-{kind}.csv"), HeldOut.Usable(rows).Select(r => new HeldOutRow(r, Math.Exp(-r.Predict(law, result.Laws[law].For(r.Speed.Family))), 0)));
        Dump.Write(Path.Combine(folder, $"later-{kind}.csv"), later[law]);
    }

    byMemory[law] = [.. forecasts.Where(f => f.ByMemory)];
    Corrections.Add(result.Corrections, result.Spreads, law, noise, result.Laws[law], rows, held[law]);
    Summary.Print(law, held[law], Spreads.Coverage(prompt, held[law], result.Spreads), args.Contains("--devices"));
    if (only.Length == 0)
    {
        baselines[law] = [.. Baselines.Of(law, noise, rows, folds)];
    }
}

if (only.Length > 0 || args.Contains("--dry"))
{
    return 0;
}

CalibrationWriter.Count(result, all);
CardRates.Add(result.Rates, Path.Combine(root, "data/evidence/several-devices.csv"));
result.Rates["crossingSeconds"] = CrossingRate.Seconds(Path.Combine(root, "data/evidence/offload.csv"), result);
result.Provenance["program"] = "eng/Calibrate";
result.Provenance["evidence"] = $"data/evidence/throughput.csv: {all.Count} measurements on {all.Select(r => r.Device).Distinct().Count()} devices, {impossible.Length} of them physically impossible and left out, {all.Count(r => r.Spills)} that don't fit their device and are left out of the fit";
using (FileStream file = File.Create(Path.Combine(root, "data/calibration/speed.json")))
{
    CalibrationWriter.Write(file, result);
}

File.WriteAllText(Path.Combine(root, "docs/accuracy.md"), AccuracyPage.Write(held, byMemory, later, baselines, result, folds));
File.WriteAllText(Path.Combine(root, "docs/accuracy-decode.svg"), ScatterPlot.Svg("Answers: forecast against measured", held[SpeedLaw.Decode]));
File.WriteAllText(Path.Combine(root, "docs/accuracy-prefill.svg"), ScatterPlot.Svg("Prompts: forecast against measured", held[SpeedLaw.Prefill]));
return 0;
