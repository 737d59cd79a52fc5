using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LocalRig.Ledger;

/// <summary>Reads llama-bench's formats that aren't JSON: <c>-o csv</c>, <c>-o sql</c> and <c>-o md</c>, its table for people, as it is pasted everywhere.</summary>
internal static partial class LlamaBenchTables
{
    private const string CsvStart = "build_commit,";
    private const string SqlStart = "CREATE TABLE IF NOT EXISTS llama_bench";
    private const string SqlInsert = "INSERT INTO llama_bench (";
    private const string Values = ") VALUES (";

    /// <summary>Whether a text that begins with a line is one of them. What the program says before a table counts as its beginning.</summary>
    public static bool Begins(string line) =>
        line.StartsWith(CsvStart, StringComparison.Ordinal) || line.StartsWith(SqlStart, StringComparison.Ordinal) || line.StartsWith(SqlInsert, StringComparison.Ordinal)
        || line.StartsWith("| model ", StringComparison.Ordinal) || line.StartsWith("ggml_", StringComparison.Ordinal) || line.StartsWith("load_backend:", StringComparison.Ordinal) || CardLine().IsMatch(line);

    /// <summary>Every test with its line, by llama-bench's names.</summary>
    public static IEnumerable<(long Line, IReadOnlyDictionary<string, string> Test)> Tests(string first, long number, TextReader text)
    {
        string[] titles = [];
        string card = "";
        for (string? line = first; line is not null; line = text.ReadLine(), number++)
        {
            if (line.StartsWith(CsvStart, StringComparison.Ordinal))
            {
                titles = line.Split(',');
            }
            else if (line.StartsWith('"') && titles.Length > 0)
            {
                yield return (number, Named(titles, Quoted(line, '"')));
            }
            else if (line.StartsWith(SqlInsert, StringComparison.Ordinal) && line.IndexOf(Values, StringComparison.Ordinal) is > 0 and var values)
            {
                yield return (number, Named(line[SqlInsert.Length..values].Split(", "), Quoted(line[(values + Values.Length)..], '\'')));
            }
            else if (CardLine().Match(line) is { Success: true } found)
            {
                card += (card.Length > 0 ? ", " : "") + found.Groups[1].Value.Trim(); // all of them, as gpu_info has them
            }
            else if (line.StartsWith('|'))
            {
                string[] cells = [.. line.Trim().Trim('|').Split('|').Select(c => c.Trim())];
                if (cells.Contains("t/s"))
                {
                    titles = cells;
                }
                else if (titles.Contains("t/s") && cells.Length == titles.Length && !cells[0].StartsWith("--", StringComparison.Ordinal) && !cells[0].StartsWith(":-", StringComparison.Ordinal))
                {
                    yield return (number, OfTable(Named(titles, cells), card));
                }
            }
        }
    }

    /// <summary>A row of the table for people under the names of the other formats (markdown_printer: sizes in MiB or GiB, "pp512 @ d4096", "12.3 ± 0.4").</summary>
    private static Dictionary<string, string> OfTable(Dictionary<string, string> row, string card)
    {
        Match test = TestName().Match(row.GetValueOrDefault("test", ""));
        string[] rate = row["t/s"].Split('±', StringSplitOptions.TrimEntries);
        bool isPrompt = test.Groups[1].Value == "pp";
        Dictionary<string, string> fields = new()
        {
            ["model_type"] = row.GetValueOrDefault("model", ""),
            ["backends"] = row.GetValueOrDefault("backend", ""),
            ["gpu_info"] = row.GetValueOrDefault("backend", "") is "CPU" or "BLAS" ? "" : card,
            ["n_gpu_layers"] = row.GetValueOrDefault("ngl", ""),
            ["n_prompt"] = isPrompt ? test.Groups[2].Value : "0",
            ["n_gen"] = test.Success && !isPrompt ? test.Groups[2].Value : "0",
            ["n_depth"] = test.Groups[3].Value,
            ["n_cpu_moe"] = row.GetValueOrDefault("n_cpu_moe", ""),
            ["type_k"] = row.GetValueOrDefault("type_k", "f16"),
            ["type_v"] = row.GetValueOrDefault("type_v", "f16"),
            ["avg_ts"] = rate[0],
            ["stddev_ts"] = rate.Length > 1 ? rate[1] : "",
        };
        return fields;
    }

    private static Dictionary<string, string> Named(string[] titles, IReadOnlyList<string> cells) =>
        titles.Zip(cells).DistinctBy(c => c.First).ToDictionary(c => c.First, c => c.Second);

    /// <summary>Cells in quotation marks, separated by commas; a mark within is doubled.</summary>
    private static List<string> Quoted(string line, char mark)
    {
        List<string> cells = [];
        StringBuilder cell = new();
        bool within = false;
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] != mark)
            {
                cell.Append(within ? line[i].ToString(CultureInfo.InvariantCulture) : "");
            }
            else if (within && i + 1 < line.Length && line[i + 1] == mark)
            {
                cell.Append(mark);
                i++;
            }
            else
            {
                if (within)
                {
                    cells.Add(cell.ToString());
                    cell.Clear();
                }

                within = !within;
            }
        }

        return cells;
    }

    [GeneratedRegex(@"^\s*(?:ggml_vulkan: \d+ = |Device \d+: )(.+?)(?:, (?:compute capability|gfx).*| \(.*\) \|.*|, VMM.*)$")]
    private static partial Regex CardLine();

    [GeneratedRegex(@"^(pp|tg)(\d+)(?: @ d(\d+))?$")]
    private static partial Regex TestName();
}
