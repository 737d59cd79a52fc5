using System.Globalization;
using System.Text;
using LocalRig.Forecasting;

namespace LocalRig.Calibrate;

/// <summary>Writes docs/accuracy.md: how far off forecasts are for devices they were not fitted to.</summary>
internal sealed class AccuracyPage
{
    // 4,096 cached tokens and 3 GiB of weights are the borders the acceptance tables use too.
    private const double Deep = 4096;
    private const double Small = 3.0 * (1L << 30);
    private readonly StringBuilder _text = new();

    public static string Write(
        IReadOnlyDictionary<SpeedLaw, List<HeldOutRow>> held, IReadOnlyDictionary<SpeedLaw, List<HeldOutRow>> byMemory,
        IReadOnlyDictionary<SpeedLaw, List<HeldOutRow>> later, IReadOnlyDictionary<SpeedLaw, List<(string Name, List<HeldOutRow> Rows)>> baselines, CalibrationResult result, int folds)
    {
        AccuracyPage page = new();
        page.Line("# How accurate the speed forecast is");
        page.Line("");
        page.Line($"Written by `dotnet run -c Release --project eng/Calibrate`; not edited by hand. Every number below is for devices the fit had not seen: {(folds == 0 ? "each device is forecast from all others" : $"devices are left out in {folds} groups, each forecast from the others")}, and every fit starts afresh, not from one that saw them. Errors are medians over a device's measurements, then over devices, so that a card with 300 rows counts once. Wrong reports are left in.");
        page.Line("");
        page.Line($"Evidence: {result.Provenance["evidence"]}.");
        page.Section("Answers (decode)", SpeedLaw.Decode, held, byMemory, baselines, result, "accuracy-decode.svg");
        page.Section("Prompts (prefill)", SpeedLaw.Prefill, held, byMemory, baselines, result, "accuracy-prefill.svg");
        page.Later(later, result);
        page.Youngest(held[SpeedLaw.Decode]);
        page.Reasons();
        return page._text.ToString();
    }

    private void Section(
        string title, SpeedLaw law, IReadOnlyDictionary<SpeedLaw, List<HeldOutRow>> held, IReadOnlyDictionary<SpeedLaw, List<HeldOutRow>> byMemory,
        IReadOnlyDictionary<SpeedLaw, List<(string Name, List<HeldOutRow> Rows)>> baselines, CalibrationResult result, string plot)
    {
        List<HeldOutRow> rows = held[law];
        bool prompt = law == SpeedLaw.Prefill;
        Line("");
        Line($"## {title}");
        Line("");
        Line($"![forecast against measured]({plot})");
        Line("");
        Line("| rule, on the same rows | error | of devices within 25 % |");
        Line("|---|---:|---:|");
        Rule("**LocalRig**", rows);
        foreach ((string name, List<HeldOutRow> other) in baselines[law])
        {
            Rule(name, other);
        }

        Line("");
        Line($"{Spreads.Coverage(prompt, rows, result.Spreads):P0} of measurements are inside the 80 % interval (devices weighed alike).");
        Table("model and situation", [.. rows, .. byMemory[law]], Situation, prompt, result);
        Table("quantization", rows, r => r.Row.Source.QuantName, prompt, result);
        Table("tokens in context", rows, r => DepthBand(r.Row.Depth), prompt, result);
        Table("device family", rows, r => r.Row.Speed.Family.Family, prompt, result);
    }

    /// <summary>Whether the law of age carries over to what came after.</summary>
    private void Later(IReadOnlyDictionary<SpeedLaw, List<HeldOutRow>> later, CalibrationResult result)
    {
        Line("");
        Line("## By time");
        Line("");
        Line($"Fitted to everything before {LaterReports.Since:yyyy-MM-dd} and tested on what was measured since, devices seen before included.");
        foreach ((SpeedLaw law, List<HeldOutRow> rows) in later)
        {
            bool prompt = law == SpeedLaw.Prefill;
            (double error, int devices) = Balanced.Error(rows.Select(r => (r.Row.Device, r.Error)));
            Line("");
            Line(string.Create(CultureInfo.InvariantCulture, $"{(prompt ? "Prompts" : "Answers")}: {error:P1} in the middle of {devices} devices, many of which (and of whose generations) the fit knew nothing; {Spreads.Coverage(prompt, rows, result.Spreads):P0} inside the interval."));
            Table(law == SpeedLaw.Decode ? "answers, device" : "prompts, device", rows, r => r.Row.Device, prompt, result);
        }
    }

    /// <summary>How old what is known of each device is.</summary>
    private void Youngest(List<HeldOutRow> rows)
    {
        Line("");
        Line("## Youngest evidence of each device");
        Line("");
        Line("| month | devices |");
        Line("|---|---|");
        foreach (IGrouping<string, (string Device, DateOnly Day)> month in rows.GroupBy(r => r.Row.Device).Select(g => (Device: g.Key, Day: g.Max(r => r.Row.Day))).GroupBy(d => d.Day.ToString("yyyy-MM", CultureInfo.InvariantCulture)).OrderByDescending(g => g.Key, StringComparer.Ordinal))
        {
            Line($"| {month.Key} | {string.Join(", ", month.Select(d => d.Device).Order(StringComparer.Ordinal))} |");
        }
    }

    private void Rule(string name, List<HeldOutRow> rows)
    {
        double[] devices = [.. rows.GroupBy(r => r.Row.Device).Select(g => Balanced.Median(g.Select(r => Math.Abs(r.Error))))];
        Line(string.Create(CultureInfo.InvariantCulture, $"| {name} | {Balanced.Median(devices):P1} | {devices.Count(d => d <= 0.25) / (double)devices.Length:P0} |"));
    }

    private void Table(string name, List<HeldOutRow> rows, Func<HeldOutRow, string> by, bool prompt, CalibrationResult result)
    {
        Line("");
        Line($"| {name} | devices | measurements | error | bias | inside interval |");
        Line("|---|---:|---:|---:|---:|---:|");
        foreach (IGrouping<string, HeldOutRow> group in rows.GroupBy(by).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            (double error, int devices) = Balanced.Error(group.Select(r => (r.Row.Device, r.Error)));
            double bias = Balanced.Median(group.GroupBy(r => r.Row.Device).Select(g => Balanced.Median(g.Select(r => r.Error))));
            Line(string.Create(CultureInfo.InvariantCulture, $"| {group.Key} | {devices} | {group.Count()} | {error:P1} | {bias:+0%;-0%;0%} | {Spreads.Coverage(prompt, group, result.Spreads):P0} |"));
        }
    }

    private static string Situation(HeldOutRow held) =>
        held.Row switch
        {
            { Spills: true } => "doesn't fit the card",
            _ when held.ByMemory => "processor, only its memory known",
            _ when held.Row.Speed.Facts.Backend == Rigs.Backend.Cpu => "processor",
            { Depth: >= Deep } => "4,096 tokens in context and more",
            { Work.ExpertLayers: > 0 } => "mixture of experts",
            { FileBytes: < Small } => "dense, under 3 GiB",
            _ => "dense, 3 GiB and more",
        };

    private static string DepthBand(double depth) =>
        depth switch { < 1024 => "under 1,024", < Deep => "1,024 to 4,095", < 16384 => "4,096 to 16,383", _ => "16,384 and more" };

    private void Reasons()
    {
        Line("");
        Line("## Where it is weak, and why");
        Line("");
        Line("- **Processors.** Their memory was assumed from the processor's name: how many modules a machine really had, and how many threads ran, the reports don't say. Prompts depend on cores and clocks, so a processor known by its memory alone (`--rig 64GB`) is forecast with wide intervals; matrix extensions (AMX) are not in the forecast. Most of the Ryzen 9 7950X's rows are of quantizations that no other processor was measured with.");
        Line("- **Vulkan.** One driver multiplies matrices with cooperative-matrix units, the next doesn't; the ledger has one or two reports per device, of different builds.");
        Line("- **A100, H100, P100.** Few devices with stacked memory, on rented machines of very different health: of the H100 reports, some are four times slower than others with the same model.");
        Line("- **LocalScore reports.** About one in seven is less than half as fast as its card usually is (a stalled engine, a shared machine, a model that didn't fit). They stay in the error above and widen the low side of the intervals.");
        Line("- **Builds.** A year of age costs what the fit found, by backend and kind of weight; within a year a card and model drift by 30 % and back, which no line follows. Of most cards the youngest report is older than a year, and their level today is their relatives'.");
        Line("- **M5 and other chips nobody reported.** They borrow from their maker's other chips; matrix units that those didn't have are not in the forecast.");
    }

    private void Line(string text) => _text.Append(text).Append('\n');
}
