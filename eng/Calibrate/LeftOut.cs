using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LocalRig.Catalog;
using LocalRig.Forecasting;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Words;
using LocalRig.Workloads;

namespace LocalRig.Calibrate;

/// <summary>Measured cases forecast by a law that saw none of their devices: what a newcomer's machine would be told. Cases are lines of JSON with
/// <c>device</c> (words for a rig), <c>backend</c>, <c>model</c>, <c>quant</c>, <c>fileBytes</c>, <c>kind</c> (<c>decode</c> or <c>prefill</c>), <c>tokens</c>,
/// <c>depth</c> and <c>tps</c>.</summary>
internal static class LeftOut
{
    private const int WorstShown = 12;

    /// <summary>One case.</summary>
    private sealed record Case(string Words, Rig Rig, string Id, Model Model, string Quant, bool IsPrompt, int Tokens, int Depth, double Rate);

    /// <summary>Fits to everything but the devices of the cases and prints how far off the cases are.</summary>
    /// <param name="path">The cases.</param>
    /// <param name="all">The ledger.</param>
    /// <param name="folds">How often devices are held out among the rest to find intervals; 0 takes this build's intervals, which is quick.</param>
    /// <param name="only"><c>decode</c> or <c>prefill</c>; empty for both.</param>
    /// <param name="root">The repository.</param>
    /// <param name="dump">A folder for the forecasts of the devices' rows as CSV; empty for none.</param>
    public static void Print(string path, IReadOnlyList<Observation> all, int folds, string only, string root, string dump)
    {
        List<Case> cases = [.. File.ReadLines(path).Where(l => l.Length > 0).Select(Read).OfType<Case>()];
        HashSet<string> away = [.. cases.Select(c => c.Id)];
        Observation[] seen = [.. all.Where(r => !away.Contains(r.Device))];
        Console.WriteLine($"{cases.Count} cases on {away.Count} devices; {all.Count - seen.Length} of {all.Count} rows left out of the fit: {string.Join(", ", away.Order(StringComparer.Ordinal))}");
        CalibrationResult result = Refit.Of(seen, folds, only, root);
        foreach ((SpeedLaw law, LawValues values) in result.Laws)
        {
            bool prompt = law == SpeedLaw.Prefill;
            HeldOutRow[] rows =
            [
                .. all.Where(r => r.IsPrompt == prompt && away.Contains(r.Device) && !r.Spills && !r.Speed.Engine.IsLlamafile)
                    .Select(r => new HeldOutRow(r, Math.Exp(-r.Predict(law, values.For(r.Speed.Family))), result.Devices.GetValueOrDefault(r.Speed.Family.Family))),
            ];
            if (dump.Length > 0)
            {
                Dump.Write(Path.Combine(dump, $"left-out-{(prompt ? "prefill" : "decode")}.csv"), rows);
            }

            Console.WriteLine($"their rows of the ledger without llamafile's, {(prompt ? "prompts" : "answers")}: error {Balanced.Error(rows.Select(r => (r.Row.Device, r.Error))).Error:P1}, inside {Spreads.Coverage(prompt, rows, result.Spreads):P0}: {string.Join(", ", rows.GroupBy(r => r.Row.Device).Select(g => $"{g.Key} {Balanced.Median(g.Select(r => r.Error)):+0%;-0%;0%}"))}");
        }

        if (result.Laws.Count < Noise.OfLaws.Count)
        {
            result.Laws[only == "decode" ? SpeedLaw.Prefill : SpeedLaw.Decode] = new LawValues(new double[(only == "decode" ? SpeedLaw.Prefill : SpeedLaw.Decode).Parameters.Length], new Dictionary<string, double[]>());
        }

        Forecaster forecaster = new(Refit.Calibration(result));
        foreach (IGrouping<bool, Case> kind in cases.Where(c => only.Length == 0 || c.IsPrompt == (only == "prefill")).GroupBy(c => c.IsPrompt))
        {
            Report(kind.Key, [.. kind.Select(c => (c, Forecast(forecaster, c)))]);
        }
    }

    private static void Report(bool prompt, List<(Case Case, RateForecast Forecast)> rows)
    {
        double Error((Case Case, RateForecast Forecast) r) => r.Forecast.TokensPerSecond / r.Case.Rate - 1;
        double Inside((Case Case, RateForecast Forecast) r) => r.Forecast.Low <= r.Case.Rate && r.Case.Rate <= r.Forecast.High ? 1 : 0;
        foreach (var device in rows.GroupBy(r => r.Case.Id).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {device.Key,-28} {device.Count(),4} rows, error {Balanced.Median(device.Select(r => Math.Abs(Error(r)))):P1}, bias {Balanced.Median(device.Select(Error)):+0%;-0%;0%}, inside {device.Average(Inside):P0}"));
        }

        foreach (var row in rows.OrderByDescending(r => Math.Abs(Math.Log(1 + Error(r)))).Take(WorstShown))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"    {Error(row):+0%;-0%}  forecast {row.Forecast.TokensPerSecond:0.0} measured {row.Case.Rate:0.0}  {row.Case.Id} {row.Case.Model.Id} {row.Case.Quant} depth {row.Case.Depth}"));
        }

        (double error, int devices) = Balanced.Error(rows.Select(r => (r.Case.Id, Error(r))));
        double inside = rows.GroupBy(r => r.Case.Id).Average(g => g.Average(Inside));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(prompt ? "prompts" : "answers")} of devices left out: error {error:P1} over {devices} devices, {rows.Count} rows, inside the interval {inside:P0}"));
    }

    private static RateForecast Forecast(Forecaster forecaster, Case c)
    {
        Workload workload = new() { Context = Math.Max(2048, c.Depth + c.Tokens) };
        Placement placement = new() { GpuLayers = c.Rig.Devices.IsEmpty ? 0 : Placement.AllLayers };
        Forecast forecast = forecaster.Of(c.Model, workload, placement, c.Rig, c.Depth, c.IsPrompt ? c.Tokens : 512, evidence: false);
        return c.IsPrompt ? forecast.Prefill : forecast.Decode;
    }

    private static Case? Read(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement e = document.RootElement;
        string Text(string name) => e.TryGetProperty(name, out JsonElement v) && v.ValueKind == JsonValueKind.String ? v.GetString()! : "";
        double Number(string name) => e.TryGetProperty(name, out JsonElement v) && v.ValueKind == JsonValueKind.Number ? v.GetDouble() : 0;
        string words = Text("device");
        if (RigWords.TryParse(words) is not { } rig || ModelCatalog.Default.Find(Text("model")) is not { } entry)
        {
            Console.WriteLine($"  not understood: {words}, {Text("model")}");
            return null;
        }

        string backend = Text("backend");
        if (Backends.FirstOrDefault(b => backend.Contains(b.Word, StringComparison.OrdinalIgnoreCase)) is { Word: not null } found)
        {
            rig = rig with { Devices = [.. rig.Devices.Select(d => d with { Backend = found.Backend })] };
        }

        double bytes = Number("fileBytes");
        string id = rig.Devices.IsEmpty ? rig.Host.CatalogId ?? words : rig.Devices[0].CatalogId ?? words;
        Model model = entry.ToModel(Text("quant"), bytes > 0 ? new ByteSize((long)bytes) : null);
        return rig.Devices is [{ SharesHostMemory: false } card] && model.Tensors.TotalSize.Bytes > Observations.FillShare * card.Memory.Bytes ? null : new Case(
            words, rig, id, model, Text("quant"), Text("kind") == "prefill", (int)Number("tokens"), (int)Number("depth"), Number("tps"));
    }

    private static ImmutableArray<(string Word, Backend Backend)> Backends { get; } =
        [("cuda", Backend.Cuda), ("rocm", Backend.Rocm), ("hip", Backend.Rocm), ("vulkan", Backend.Vulkan), ("metal", Backend.Metal), ("sycl", Backend.Sycl)];
}
