using LocalRig.Proof.Verifying;
using LocalRig.Units;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>Predicted beside actual.</summary>
internal static class VerifyScreen
{
    /// <summary>The screen.</summary>
    public static IRenderable Of(VerifyReport report)
    {
        Table table = Quantities.PlainTable("memory", "part", ">predicted", ">actual", ">difference", "");
        foreach (VerifiedPart part in report.Parts)
        {
            string judged = part.IsEqual ? "[green]equal[/]" : part.IsWithin(report.Tolerance) ? "[yellow]within the tolerance[/]" : "[red]differs[/]";
            table.AddRow(
                new Text(part.Device), new Text(part.Part.ToString().ToLowerInvariant()), new Text(Mebibytes(part.Predicted)), new Text(part.Actual is ByteSize actual ? Mebibytes(actual) : "not told"),
                new Text(part.IsEqual || part.Actual is null ? "" : Difference(part)), new Markup(judged));
        }

        List<IRenderable> rows =
        [
            new Markup($"[bold]{Markup.Escape(report.Plan.Model.Id)} {Markup.Escape(report.Plan.Model.QuantName)}[/], {Markup.Escape(report.Runtime)}, {report.Method}: {(report.Agrees ? "[green]as predicted[/]" : "[red]not as predicted[/]")}"),
            Text.Empty, table, Text.Empty,
        ];
        foreach (FreeMemory free in report.Free)
        {
            rows.Add(new Text($"Free on {free.Device}: {Mebibytes(free.Before)} before, {Mebibytes(free.Loaded)} while it was loaded."));
        }

        rows.AddRange(report.Notes.Select(n => new Text(n)));
        return new Rows(rows);
    }

    private static string Difference(VerifiedPart part) => $"{(part.Difference.Bytes > 0 ? "+" : "")}{part.Difference.Mebibytes:N2} MiB";

    private static string Mebibytes(ByteSize size) => $"{size.Mebibytes:N2} MiB";
}
