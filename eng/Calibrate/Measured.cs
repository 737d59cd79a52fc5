using System.Globalization;
using System.Text;
using LocalRig.Forecasting;

namespace LocalRig.Calibrate;

/// <summary>What is measured beside the speed laws: several users at once, drafting, power limits. Writes its parameters and its page.</summary>
internal static class Measured
{
    public static void Write(string root)
    {
        List<ConcurrentRun> runs = ConcurrentRun.Read(Path.Combine(root, "data/evidence/users.csv"));
        List<(ConcurrentRun Run, ConcurrentLaw Law)> held = ConcurrentFit.HeldOut(runs);
        Dictionary<string, (double Low, double High, int Devices)> spreads = ConcurrentFit.Spreads(held);
        ConcurrentFit.To(runs);
        ConcurrentFit.Write(Path.Combine(root, "data/calibration/users.json"), runs, spreads);
        Console.WriteLine(string.Join(", ", ConcurrentLaw.Names.Zip(ConcurrentFit.Parameters, (n, v) => string.Create(CultureInfo.InvariantCulture, $"{n} {Math.Exp(v):0.##}"))));
        StringBuilder page = new();
        page.AppendLine("# Several users, drafting, power limits: forecast against measured").AppendLine();
        page.AppendLine("Written by `dotnet run -c Release --project eng/Calibrate -- users`. Every figure of ours is for a device that was held out: what it is compared with took no part in it.").AppendLine();
        Users(page, held, spreads);
        Drafting(page, Rows(Path.Combine(root, "data/evidence/speculation.csv")));
        Power(page, Rows(Path.Combine(root, "data/evidence/power.csv")));
        File.WriteAllText(Path.Combine(root, "docs/accuracy-users.md"), page.ToString().ReplaceLineEndings("\n"));
    }

    private static void Users(StringBuilder page, List<(ConcurrentRun Run, ConcurrentLaw Law)> held, Dictionary<string, (double Low, double High, int Devices)> spreads)
    {
        page.AppendLine("## Several users at once").AppendLine();
        (double error, int devices) = Balanced.Error(held.Select(h => (h.Run.Device, Math.Exp(Math.Abs(h.Run.Error(h.Law))) - 1)));
        (double whole, _) = Balanced.Error(held.Select(h => (h.Run.Device, Math.Exp(Math.Abs(Math.Log(h.Run.Total / h.Run.TotalBy(h.Law)))) - 1)));
        int inside = held.Count(h => Spread(spreads, h.Run.Users) is var s && Math.Exp(h.Run.Error(h.Law)) is var f && f >= s.Low && f <= s.High);
        page.AppendLine(CultureInfo.InvariantCulture, $"{held.Count} runs of llama.cpp with several users beside the same run with one, on {devices} devices (`data/evidence/users.csv`). The gain over one user is off by {error:P0} in the middle of the devices, the total, which has the error of the single forecast in it too, by {whole:P0}. {inside * 100.0 / held.Count:0} % of the gains lie inside their interval.").AppendLine();
        page.AppendLine("| users | gain measured over forecast, one in ten below | one in ten above | devices |").AppendLine("|---|---|---|---|");
        foreach ((string name, (double low, double high, int of)) in spreads.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"| {name switch { "few" => "2 to 4", "several" => "5 to 8", "many" => "9 and more", _ => "any number" }} | {low:0.00} | {high:0.00} | {of} |");
        }

        page.AppendLine().AppendLine("| device | runs | gain off by, median | most |").AppendLine("|---|---|---|---|");
        foreach (var device in held.GroupBy(h => h.Run.Device).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            double[] off = [.. device.Select(h => Math.Exp(Math.Abs(h.Run.Error(h.Law))) - 1)];
            page.AppendLine(CultureInfo.InvariantCulture, $"| {device.Key} | {off.Length} | {Balanced.Median(off):P0} | {off.Max():P0} |");
        }

        List<string> sources = [.. held.Select(h => h.Run.Source).Distinct()];
        page.AppendLine().AppendLine("Tokens per second together, measured / forecast, by number of users. `batched-bench`: llama-batched-bench; `microbatch`: llama-bench with as small physical batches; `served`: llama-server, runs in which all answers ran side by side. The speed of one alone is as measured; the forecast beside it is the speed law's, without the corrections a measured device gets.").AppendLine();
        page.AppendLine("| device | model | depth | how | one alone | together | source |").AppendLine("|---|---|---|---|---|---|---|");
        foreach (var series in held.GroupBy(h => (h.Run.Device, h.Run.Backend, h.Run.Model, h.Run.Quant, h.Run.Depth, h.Run.Kind, h.Run.Source)))
        {
            (ConcurrentRun Run, ConcurrentLaw Law) first = series.First();
            string together = string.Join(", ", series.OrderBy(h => h.Run.Users).Select(h => string.Create(CultureInfo.InvariantCulture, $"{h.Run.Users}: {h.Run.Total:0} / {h.Run.TotalBy(h.Law):0}")));
            double alone = first.Run.TotalBy(first.Law) / first.Run.GainBy(first.Law);
            page.AppendLine(CultureInfo.InvariantCulture, $"| {series.Key.Device} {series.Key.Backend} | {series.Key.Model} {series.Key.Quant} | {series.Key.Depth} | {series.Key.Kind} | {first.Run.Alone:0.#} / {alone:0.#} | {together} | [{sources.IndexOf(series.Key.Source) + 1}] |");
        }

        page.AppendLine();
        for (int i = 0; i < sources.Count; i++)
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"{i + 1}. {sources[i]}");
        }
    }

    private static void Drafting(StringBuilder page, List<Dictionary<string, string>> rows)
    {
        page.AppendLine().AppendLine("## Drafting").AppendLine();
        page.AppendLine("Times as fast as without, pairs of runs of llama.cpp that differ in nothing else (`data/evidence/speculation.csv`, which names each source). `draft-mtp` with 2 or 3 tokens; the forecast for a device is the middle of the others.").AppendLine();
        page.AppendLine("| device | experts | pairs | measured | forecast | off by |").AppendLine("|---|---|---|---|---|---|");
        List<(string Device, double Off)> errors = [];
        var pairs = rows.Where(r => r["engine"] == "llama.cpp" && r["method"] == "draft-mtp" && r["draftMost"] is "2" or "3").ToLookup(r => (r["mixture"], r["device"]), Gain);
        foreach (var device in pairs.Where(p => p.Any()).OrderBy(p => p.Key.Item1, StringComparer.Ordinal).ThenBy(p => p.Key.Item2, StringComparer.Ordinal))
        {
            double measured = Balanced.Median(device);
            double[] others = [.. pairs.Where(p => p.Key.Item1 == device.Key.Item1 && p.Key.Item2 != device.Key.Item2).Select(p => Balanced.Median(p))];
            double forecast = Balanced.Median(others);
            double off = Math.Exp(Math.Abs(Math.Log(measured / forecast))) - 1;
            errors.Add((device.Key.Item2, off));
            page.AppendLine(CultureInfo.InvariantCulture, $"| {device.Key.Item2} | {device.Key.Item1} | {device.Count()} | {measured:0.00} | {forecast:0.00} | {off:P0} |");
        }

        page.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Off by {Balanced.Error(errors).Error:P0} in the middle of {errors.Count} devices.").AppendLine();
        page.AppendLine("Other ways to draft were measured on one device each, which says nothing of how far they scatter, so no figure is told:").AppendLine();
        page.AppendLine("| engine | how | experts | pairs | devices | least | middle | most |").AppendLine("|---|---|---|---|---|---|---|---|");
        foreach (var way in rows.Where(r => r["method"] != "draft-mtp").GroupBy(r => (r["engine"], r["method"], r["mixture"])).OrderBy(g => g.Key.Item1 + g.Key.Item2, StringComparer.Ordinal))
        {
            double[] gains = [.. way.Select(Gain).Order()];
            page.AppendLine(CultureInfo.InvariantCulture, $"| {way.Key.Item1} | {way.Key.Item2} | {way.Key.Item3} | {gains.Length} | {string.Join(", ", way.Select(r => r["device"]).Distinct())} | {gains[0]:0.00} | {Balanced.Median(gains):0.00} | {gains[^1]:0.00} |");
        }
    }

    private static void Power(StringBuilder page, List<Dictionary<string, string>> rows)
    {
        const double Near = 0.08; // PowerLedger's
        page.AppendLine().AppendLine("## Power limits").AppendLine();
        page.AppendLine("Share of the speed that is left under a limit (`data/evidence/power.csv`). The forecast is the middle of the other devices with limits within 8 points of the usual one's share; none where fewer than two others were measured.").AppendLine();
        page.AppendLine("| device | of | watts | of the usual | measured | forecast | off by | source |").AppendLine("|---|---|---|---|---|---|---|---|");
        List<(string Device, string Kind, string Series, double Watts, double Share, double Kept, string Source)> kept = [];
        foreach (var series in rows.GroupBy(r => (r["device"], r["kind"], r["series"])))
        {
            Dictionary<string, string> full = series.MaxBy(r => Number(r, "watts"))!;
            kept.AddRange(series.Where(r => r != full && Number(r, "watts") < Number(full, "watts"))
                .Select(r => (series.Key.Item1, series.Key.Item2, series.Key.Item3, Number(r, "watts"), Number(r, "watts") / Number(r, "usualWatts"), Math.Min(1, Number(r, "tokensPerSecond") / Number(full, "tokensPerSecond")), r["source"])));
        }

        List<(string, double)> errors = [];
        foreach (var run in kept.GroupBy(k => (k.Device, k.Kind, k.Watts, k.Source)).OrderBy(g => g.Key.Kind, StringComparer.Ordinal).ThenByDescending(g => g.First().Share))
        {
            double measured = Balanced.Median(run.Select(r => r.Kept));
            double share = run.First().Share;
            double[] others = [.. kept.Where(k => k.Kind == run.Key.Kind && k.Device != run.Key.Device && Math.Abs(k.Share - share) <= Near).GroupBy(k => k.Device).Select(g => Balanced.Median(g.Select(k => k.Kept)))];
            double forecast = Balanced.Median(others);
            string told = "none |";
            if (others.Length >= 2)
            {
                double off = Math.Exp(Math.Abs(Math.Log(measured / forecast))) - 1;
                errors.Add((run.Key.Device, off));
                told = string.Create(CultureInfo.InvariantCulture, $"{forecast:P0} | {off:P0}");
            }

            page.AppendLine(CultureInfo.InvariantCulture, $"| {run.Key.Device} | {(run.Key.Kind == "prefill" ? "prompts" : "answers")} | {run.Key.Watts:0} | {share:P0} | {measured:P0} | {told} | {run.Key.Source} |");
        }

        page.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Off by {Balanced.Error(errors).Error:P0} in the middle of {errors.Select(e => e.Item1).Distinct().Count()} devices.");
    }

    private static (double Low, double High, int Devices) Spread(Dictionary<string, (double Low, double High, int Devices)> spreads, int users) =>
        spreads.TryGetValue(ConcurrentCalibration.Bucket(users), out var own) ? own : spreads.TryGetValue(ConcurrentCalibration.Bucket(ConcurrentLaw.MostColumns), out var several) ? several : spreads[ConcurrentCalibration.All];

    private static double Gain(Dictionary<string, string> row) => Number(row, "tokensPerSecond") / Number(row, "tokensPerSecondWithout");

    private static double Number(Dictionary<string, string> row, string title) => double.Parse(row[title], CultureInfo.InvariantCulture);

    private static List<Dictionary<string, string>> Rows(string path)
    {
        string[][] lines = [.. File.ReadLines(path).Select(l => l.Split(','))];
        return [.. lines.Skip(1).Select(l => lines[0].Zip(l).ToDictionary(p => p.First, p => p.Second))];
    }
}
