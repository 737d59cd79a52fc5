using System.Globalization;
using LocalRig.Advice.Quants;
using LocalRig.Catalog;
using LocalRig.Evidence;
using LocalRig.Planning;
using LocalRig.Rigs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>The screen of <c>localrig quants</c>.</summary>
internal static class QuantsScreen
{
    private const int RoomForVerdict = 72;

    public static IRenderable Of(CatalogModel model, Rig rig, QuantAnswer answer, int width, Notes notes)
    {
        List<IRenderable> lines = [new Markup($"[bold]{Markup.Escape(model.Id)}[/] on {Markup.Escape(rig.Name)}"), Text.Empty, Table(answer, width), Text.Empty];
        lines.Add(new Markup($"[bold]{(answer.Pick is null ? "No pick" : "Take " + Markup.Escape(answer.Pick.Name))}.[/] {Markup.Escape(answer.Because)}"));
        lines.AddRange(answer.Rows.Select(r => r.Refused).Where(r => r.Length > 0 && r != answer.Because).Distinct().Select(r => new Markup($"[yellow]refused[/]  {Markup.Escape(r)}")));
        lines.Add(Text.Empty);
        lines.AddRange(notes.Take(HostNote.Words(rig)));
        lines.AddRange(notes.Take("Divergence: how far answers stray from the unquantized model's (mean Kullback-Leibler, nats); figures of one measurer compare. tok/s: four in five measured values lie in the range. ~: about. Context leaves the margin free."));
        lines.AddRange(QualityLines.Texts(answer.Rows.SelectMany(r => r.Evidence).Concat(answer.Unplaced).Where(m => m.Metric == QualityMeasurement.MeanDivergence)).SelectMany(t => notes.Take(t, indent: 2)));
        lines.AddRange(notes.Rest());
        return new Rows(lines);
    }

    private static Table Table(QuantAnswer answer, int width)
    {
        bool wide = width >= RoomForVerdict;
        Table table = wide
            ? Quantities.PlainTable("quant", ">GiB", ">bits", ">context", ">tok/s", "verdict", "divergence, by")
            : Quantities.PlainTable("quant", ">GiB", ">bits", ">context", ">tok/s", "divergence");
        foreach (QuantRow row in answer.Rows)
        {
            Verdict verdict = row.Plan.Verdict;
            string word = row.Refused.Length > 0 ? "[red]refused[/]" : $"[{Quantities.Colour(verdict)}]{Word(verdict)}[/]";
            string name = row == answer.Pick ? $"[bold]{Markup.Escape(row.Name)}[/]" : Markup.Escape(row.Name);
            string size = $"{(row.Plan.Exactness == Exactness.Exact ? "" : "~")}{Quantities.Gibibytes(row.Plan.Model.Tensors.TotalSize)}";
            string bits = row.Plan.Model.Tensors.BitsPerWeight.ToString("0.00", CultureInfo.InvariantCulture);
            string rate = row.Plan.Forecast is { } f ? $"{f.Decode.Low:0}–{f.Decode.High:0}" : "-";
            string context = row.ComfortableContext > 0 ? Quantities.Found(row.ComfortableContext) : "-";
            string divergence = Divergences(row, wide);
            string[] cells = wide
                ? [name, size, bits, context, rate, word, divergence]
                : [name, size, bits, context, rate, divergence];
            table.AddRow(cells);
        }

        return table;
    }

    private static string Word(Verdict verdict) => verdict == Verdict.DoesNotFit ? "doesn't fit" : verdict.ToString().ToLowerInvariant();

    private static string Divergences(QuantRow row, bool wide)
    {
        List<QualityMeasurement> measured = [.. row.Evidence.Where(m => m.Metric == QualityMeasurement.MeanDivergence)];
        IEnumerable<string> words = measured.GroupBy(m => m.MeasuredBy).Select(g =>
        {
            double low = g.Min(m => m.Value);
            double high = g.Max(m => m.Value);
            string values = low == high ? Number(low) : $"{Number(low)}–{Number(high)}";
            return wide ? $"{values} {g.Key}" : values;
        });
        return Markup.Escape(string.Join("; ", words));
    }

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
