using LocalRig.Advice;
using LocalRig.Advice.Comparing;
using LocalRig.Units;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>Two configurations as columns; what differs to be seen is bold and has a sign between.</summary>
internal static class ComparisonScreen
{
    private const long Million = 1_000_000;

    /// <summary>The comparison.</summary>
    public static IRenderable Of(Comparison comparison)
    {
        Table table = new Table().Border(TableBorder.None).HideHeaders();
        table.AddColumn(new TableColumn("").NoWrap());
        table.AddColumn(new TableColumn("").RightAligned());
        table.AddColumn("");
        table.AddColumn("");
        foreach (ComparisonRow row in comparison.Rows.Where(r => r.Differs || IsWorthSaying(r)))
        {
            (string a, string b) = (Text(row.Unit, row.A), Text(row.Unit, row.B));
            string mark = a == b ? "grey" : "bold";
            string unit = row.Unit == ComparedUnit.TokensPerSecond ? ", tok/s" : "";
            table.AddRow(
                new Markup($"[{mark}]{Markup.Escape(row.What + unit)}[/]"), new Markup($"[{mark}]{Markup.Escape(a)}[/]"),
                new Markup(a == b ? "[grey]=[/]" : $"[yellow]{row.Sign}[/]"), new Markup($"[{mark}]{Markup.Escape(b)}[/]"));
        }

        List<IRenderable> rows = [new Markup($"[bold]{Markup.Escape(comparison.Conclusion)}[/]"), Spectre.Console.Text.Empty, table, Spectre.Console.Text.Empty];
        rows.AddRange(Notes(comparison).Select(n => new Markup($"[grey]{Markup.Escape(n)}[/]")));
        return new Rows(rows);
    }

    /// <summary>Zeros on both sides say nothing.</summary>
    private static bool IsWorthSaying(ComparisonRow row) => row.A.Number != 0 && row.Id is not ("engine" or "exactness" or "parallel" or "ubatch");

    private static IEnumerable<string> Notes(Comparison comparison)
    {
        if (comparison.Rows.Any(r => r.Sign == "~"))
        {
            yield return "Of speeds, four in five measured values lie in the range. A ~ between two: their ranges overlap.";
        }

        foreach (ComparedSide side in ((ComparedSide[])[comparison.A, comparison.B]).Where(s => s.Cost.Total is not null).DistinctBy(s => s.Plan.Rig.Name))
        {
            yield return $"Price: {HardwareWords.Because(side.Cost)}{(side.Cost.NotIncluded.Length > 0 ? $" ({side.Cost.NotIncluded})" : "")}";
        }

        foreach (string notice in ((string[])[comparison.A.Plan.Model.Notice, comparison.B.Plan.Model.Notice]).Where(n => n.Length > 0).Distinct())
        {
            yield return notice;
        }
    }

    private static string Text(ComparedUnit unit, ComparedValue value) =>
        value.Number is not double number ? value.Text
        : unit switch
        {
            ComparedUnit.Bytes => number == 0 ? "-" : $"{new ByteSize((long)number)}{(value.Text.Length > 0 ? $" ({value.Text})" : "")}",
            ComparedUnit.Count => number >= Million ? Quantities.Parameters((long)number) : $"{number:N0}",
            ComparedUnit.Bits => $"{number:0.00}",
            ComparedUnit.Tokens => $"{number:N0} tokens",
            ComparedUnit.TokensPerSecond => $"{Rate(number)}{(value.Low is double low && value.High is double high ? $" ({Rate(low)}–{Rate(high)})" : "")}",
            ComparedUnit.Seconds => $"{number:0.00} s",
            _ => value.Text,
        };

    private static string Rate(double rate) => rate >= 100 ? $"{rate:N0}" : $"{rate:0.0}";
}
