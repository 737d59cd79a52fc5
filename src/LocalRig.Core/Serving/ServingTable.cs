using System.Collections.Immutable;

namespace LocalRig.Serving;

/// <summary>A file of <c>data/serving</c> as rows of cells.</summary>
internal static class ServingTable
{
    /// <summary>The rows below the titles that have all their cells, none of those named empty.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="needed">Columns that may not be empty, from 0.</param>
    /// <param name="problems">Where problems go.</param>
    public static IEnumerable<string[]> Rows(string name, ImmutableArray<int> needed, List<string> problems)
    {
        using Stream stream = typeof(ServingTable).Assembly.GetManifestResourceStream("serving/" + name)!;
        using StreamReader reader = new(stream);
        string[] lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int columns = lines[0].Split(',').Length;
        foreach (string line in lines.Skip(1))
        {
            string[] cells = line.TrimEnd('\r').Split(',');
            if (cells.Length == columns && needed.All(c => cells[c].Length > 0))
            {
                yield return cells;
            }
            else
            {
                problems.Add($"{name}: '{line}' lacks a cell.");
            }
        }
    }
}
