using LocalRig.Advice.Ranking;
using LocalRig.Evidence;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli.Rendering;

/// <summary>The screen of <c>localrig rank</c>: claims by test, contradictions in sentences, sources.</summary>
internal static class RankScreen
{
    private const int RoomForDates = 76;
    private const int Sentences = 6; // a screenful; --json has all

    public static IRenderable Of(RankAnswer answer, int width)
    {
        List<IRenderable> rows = [new Markup($"[bold]{Markup.Escape(answer.Model)}[/]  {Markup.Escape(answer.Summary)}")];
        if (answer.Notice.Length > 0)
        {
            rows.Add(new Text(answer.Notice));
        }

        if (answer.Siblings.Length > 0)
        {
            rows.Add(new Text($"There is some of {string.Join(", ", answer.Siblings)}."));
        }

        if (answer.Groups.IsEmpty)
        {
            return new Rows(rows);
        }

        rows.AddRange([Text.Empty, Table(answer, width), Text.Empty]);
        rows.Add(new Markup($"[bold]{(answer.Contradictions.IsEmpty ? "No contradictions" : "Contradictions")}[/]{(answer.Contradictions.IsEmpty ? " among these claims." : "")}"));
        rows.AddRange(answer.Contradictions.Take(Sentences).Select(c => Quantities.Indented(c.Sentence)));
        if (answer.Contradictions.Length > Sentences)
        {
            rows.Add(new Markup($"  [grey]and {answer.Contradictions.Length - Sentences} more: --json[/]"));
        }

        rows.AddRange([Text.Empty, new Markup("[bold]Sources[/]")]);
        rows.AddRange(Sources(answer));
        rows.Add(Text.Empty);
        rows.Add(new Markup("[grey]Tests measure different things; none is the model's quality, and nothing is averaged. Which of them order models for which job: docs/advice.md (localrig match).[/]"));
        return new Rows(rows);
    }

    private static Table Table(RankAnswer answer, int width)
    {
        bool wide = width >= RoomForDates;
        Table table = wide ? Quantities.PlainTable("test", "result", "by", "date") : Quantities.PlainTable("test", "result", "by");
        table.Columns[1].NoWrap();
        foreach (RankGroup group in answer.Groups)
        {
            string test = group.Benchmark;
            foreach (RankEntry entry in group.Entries)
            {
                RankingOrigin origin = entry.Claim.Origin;
                string standing = entry.Standing.Length > 0 ? "\n" + entry.Standing : "";
                string result = entry.Result.Replace(" and ", "\nand ", StringComparison.Ordinal) + standing;
                string by = origin.Via.Length > 0 ? $"{origin.Publisher} via {origin.Via}" : origin.Publisher;
                string[] cells = [test, result, $"{by}, {origin.Kind}", .. wide ? (string[])[origin.Date.Replace("..", " to ", StringComparison.Ordinal)] : []];
                table.AddRow([.. cells.Select(c => new Text(c))]);
                test = "";
            }
        }

        return table;
    }

    private static IEnumerable<IRenderable> Sources(RankAnswer answer) =>
        answer.Entries.GroupBy(e => (e.Claim.Origin.Publisher, e.Claim.Origin.Source)).Select(g =>
        {
            string notes = string.Join("; ", g.SelectMany(e => e.Claim.Origin.Note.Split("; ")).Where(n => n.Length > 0).Distinct());
            return Quantities.Indented($"{g.Key.Publisher} ({g.First().Claim.Origin.Terms}){(notes.Length > 0 ? $": {notes}" : "")}: {g.Key.Source}", "grey");
        });
}
