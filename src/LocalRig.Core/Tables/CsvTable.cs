using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;

namespace LocalRig.Tables;

/// <summary>Reads tables of comma-separated cells as rows of named cells, collecting everything wrong with them instead of stopping.</summary>
internal static class CsvTable
{
    /// <summary>The rows below the titles that have all their cells, read as they are asked for: enumerate them once.</summary>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="text">First line titles, cells in quotation marks where they hold commas (RFC 4180); no cell spans lines.</param>
    /// <param name="problems">Where problems go.</param>
    public static IEnumerable<CsvRow> Rows(string name, string text, List<string> problems)
    {
        string[] lines = text.Split('\n', StringSplitOptions.TrimEntries);
        Dictionary<string, int> titles = Columns(lines[0]);
        for (int line = 1; line < lines.Length; line++)
        {
            if (lines[line].Length > 0 && new CsvRow(name, line + 1, titles, Cells(lines[line]), problems) is var row && row.IsWhole())
            {
                yield return row;
            }
        }
    }

    /// <summary>The rows of a file this build carries, which a test has found sound.</summary>
    /// <param name="name">Its path below <c>data</c>.</param>
    public static IEnumerable<CsvRow> Rows(string name) => Rows(name, CarriedFile.Text(name), []);

    /// <summary>The titles of a table, in their order.</summary>
    public static ImmutableArray<string> Titles(string text) => Cells(text.Split('\n', 2)[0].Trim());

    /// <summary>The titles of a table by their columns, counted from zero.</summary>
    /// <param name="line">The table's first line.</param>
    public static Dictionary<string, int> Columns(string line) => Cells(line).Index().ToDictionary(t => t.Item, t => t.Index);

    /// <summary>One row by itself, of a table that a test has found sound.</summary>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="number">The line's number, counted from one.</param>
    /// <param name="columns">The table's titles.</param>
    /// <param name="line">The row.</param>
    public static CsvRow Row(string name, int number, Dictionary<string, int> columns, string line) => new(name, number, columns, Cells(line), []);

    private static ImmutableArray<string> Cells(string line) => line.Contains('"') ? QuotedCells(line) : ImmutableCollectionsMarshal.AsImmutableArray(line.Split(','));

    private static ImmutableArray<string> QuotedCells(string line)
    {
        ImmutableArray<string>.Builder cells = ImmutableArray.CreateBuilder<string>();
        StringBuilder cell = new();
        bool quoted = false;
        for (int at = 0; at < line.Length; at++)
        {
            char c = line[at];
            if (c == '"' && quoted && at + 1 < line.Length && line[at + 1] == '"')
            {
                cell.Append('"');
                at++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }
        }

        cells.Add(cell.ToString());
        return cells.ToImmutable();
    }
}
