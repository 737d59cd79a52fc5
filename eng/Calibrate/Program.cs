using LocalRig.Calibrate;
using LocalRig.Forecasting;

// dotnet run -c Release --project eng/Calibrate [-- REPOSITORY] [--folds N] [--devices]
// Fits the speed laws to data/evidence, forecasts every device from all others, and writes data/calibration/speed.json and docs/accuracy.*
string root = args.FirstOrDefault(a => !a.StartsWith('-') && !int.TryParse(a, out _)) ?? ".";
int folds = Array.IndexOf(args, "--folds") is int at and >= 0 ? int.Parse(args[at + 1]) : 0;
List<Observation> all = Observations.Read(Path.Combine(root, "data/evidence/throughput.csv"));
Observation[] impossible = [.. all.Where(r => r.Rate > r.Ceiling)];
Console.WriteLine($"{all.Count} rows, {all.Count(r => r.Spills)} don't fit their device, {impossible.Length} above the ceiling");
foreach (Observation row in impossible.DistinctBy(r => (r.Device, r.Model, r.Quant)))
{
    Console.WriteLine($"  impossible: {row.Rate} > {row.Ceiling:0.#}  {row.Device} {row.Model} {row.Quant} {(row.IsPrompt ? "prompt" : "answer")}");
}

CalibrationResult result = new();
Dictionary<SpeedLaw, List<HeldOutRow>> held = [];
foreach ((SpeedLaw law, Noise noise) in new[] { (SpeedLaw.Decode, new Noise(0.06)), (SpeedLaw.Prefill, new Noise(0.1)) })
{
    List<Observation> rows = [.. all.Where(r => r.IsPrompt == (law == SpeedLaw.Prefill))];
    HeldOut.Weigh(rows);
    Fit full = Fit.To(law, noise, Pooling.Of(law), HeldOut.Usable(rows));
    result.Laws[law] = full.Result();
    held[law] = HeldOut.Forecast(law, noise, Pooling.Of(law), rows, full, folds);
    Spreads.Add(result.Spreads, law == SpeedLaw.Prefill, held[law]);
    Corrections.Add(result.Corrections, result.Spreads, law, result.Laws[law], rows);
    Scratch.Report(law.GetType().Name, held[law], args.Contains("--devices"));
    Console.WriteLine($"  inside the 80 % interval: {Spreads.Coverage(law == SpeedLaw.Prefill, held[law], result.Spreads):P1}");
}

foreach (var family in all.SelectMany(r => new[] { (r.Speed.Family.Family, r.Device), (r.Speed.Family.Group, r.Device) }).Distinct().GroupBy(p => p.Item1))
{
    result.Devices[family.Key] = family.Count();
}

CardRates.Add(result.Rates, Path.Combine(root, "data/evidence/several-devices.csv"));
result.Rates["crossingSeconds"] = CrossingRate.Seconds(Path.Combine(root, "data/evidence/offload.csv"), result);
result.Provenance["program"] = "eng/Calibrate";
result.Provenance["evidence"] = $"data/evidence/throughput.csv, {all.Count} rows, {all.Select(r => r.Device).Distinct().Count()} devices";
result.Provenance["newest"] = "2026-09";
CalibrationWriter.Write(Path.Combine(root, "data/calibration/speed.json"), result);
foreach ((string key, Spread s) in result.Spreads.OrderBy(s => s.Key)) Console.WriteLine($"{key,-22} {s.Low:0.00} {s.High:0.00} {s.Devices}");
foreach ((string key, double v) in result.Rates) Console.WriteLine($"{key} {v:0.###}");
