using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace LocalRig.Prices;

/// <summary>One file of <c>data/prices</c> as rows of named cells, collecting everything wrong with it instead of stopping.</summary>
internal sealed class PriceTable
{
    private readonly string _name;
    private readonly List<string> _problems;

    /// <summary>Reads a table.</summary>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="text">Comma-separated, first line titles, cells in quotation marks where they hold commas (RFC 4180).</param>
    /// <param name="problems">Where problems go.</param>
    public PriceTable(string name, string text, List<string> problems)
    {
        (_name, _problems) = (name, problems);
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        ImmutableArray<string> titles = Cells(lines[0].TrimEnd('\r'));
        List<PriceRow> rows = [];
        for (int line = 1; line < lines.Length; line++)
        {
            ImmutableArray<string> cells = Cells(lines[line].TrimEnd('\r'));
            PriceRow row = new(this, line + 1, titles, cells);
            if (cells.Length == titles.Length)
            {
                rows.Add(row);
            }
            else
            {
                row.Problem($"has {cells.Length} cells, expected {titles.Length}");
            }
        }

        Rows = rows;
    }

    /// <summary>The rows that have all their cells.</summary>
    public IReadOnlyList<PriceRow> Rows { get; }

    /// <summary>Notes a problem of a line.</summary>
    public void Problem(int line, string what) => _problems.Add($"{_name}, line {line}: {what}.");

    private static ImmutableArray<string> Cells(string line)
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

/// <summary>One row; reading a cell that is wrong notes the problem and gives a harmless value.</summary>
internal sealed class PriceRow(PriceTable table, int line, ImmutableArray<string> titles, ImmutableArray<string> cells)
{
    private static readonly string[] Kinds = ["vendor", "third-party", "community"];

    /// <summary>A cell's text.</summary>
    public string this[string title] => cells[titles.IndexOf(title)];

    /// <summary>Notes a problem of this row.</summary>
    public void Problem(string what) => table.Problem(line, what);

    /// <summary>An amount of money or power, above zero; null for an empty cell that may be.</summary>
    public decimal? Amount(string title, bool mayBeEmpty = false)
    {
        string text = this[title];
        if (text.Length == 0 && mayBeEmpty)
        {
            return null;
        }

        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) && value > 0)
        {
            return value;
        }

        Problem($"{title} \"{text}\" is no amount above zero");
        return 0;
    }

    /// <summary>The columns <c>low</c>, <c>high</c> and <c>currency</c>.</summary>
    public PriceRange Range()
    {
        PriceRange range = new(Amount("low") ?? 0, Amount("high") ?? 0, Currency());
        if (range.High < range.Low)
        {
            Problem($"high {range.High} is below low {range.Low}");
        }

        return range;
    }

    /// <summary>The column <c>currency</c>.</summary>
    public Currency Currency()
    {
        if (!Prices.Currency.TryParse(this["currency"], out Currency currency))
        {
            Problem($"\"{this["currency"]}\" is no currency");
        }

        return currency;
    }

    /// <summary>The columns <c>date</c>, <c>kind</c>, <c>source</c> and <c>note</c>.</summary>
    public Attribution By()
    {
        if (!PriceDate.TryParse(this["date"], out PriceDate? date))
        {
            Problem($"\"{this["date"]}\" is no date");
            date = new PriceDate(DateOnly.MinValue, DateOnly.MinValue, "");
        }

        if (!Kinds.Contains(this["kind"]))
        {
            Problem($"kind \"{this["kind"]}\" is none of {string.Join(", ", Kinds)}");
        }

        if (this["source"].Length == 0)
        {
            Problem("names no source");
        }

        return new Attribution(date, this["kind"], this["source"], this["note"]);
    }

    /// <summary>One of an enumeration's words, in small letters.</summary>
    public T Word<T>(string title)
        where T : struct, Enum
    {
        if (this[title].Any(char.IsUpper) || !Enum.TryParse(this[title], ignoreCase: true, out T value) || !Enum.IsDefined(value))
        {
            Problem($"{title} \"{this[title]}\" is none of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");
            return default;
        }

        return value;
    }

    /// <summary>A cell that may not be empty.</summary>
    public string Needed(string title)
    {
        if (this[title].Length == 0)
        {
            Problem($"{title} is empty");
        }

        return this[title];
    }
}
