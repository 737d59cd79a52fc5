using System.Collections.Immutable;
using System.Globalization;

namespace LocalRig.Tables;

/// <summary>One row of a table; reading a cell that is wrong notes the problem and gives a harmless value.</summary>
internal sealed class CsvRow(string file, int line, Dictionary<string, int> titles, ImmutableArray<string> cells, List<string> problems)
{
    /// <summary>Whether nothing was found wrong with it so far.</summary>
    public bool IsSound { get; private set; } = true;

    /// <summary>A cell's text.</summary>
    public string this[string title]
    {
        get
        {
            if (titles.TryGetValue(title, out int at))
            {
                return cells[at];
            }

            Problem($"there is no column {title}");
            return "";
        }
    }

    /// <summary>Notes a problem of this row.</summary>
    public void Problem(string what)
    {
        IsSound = false;
        problems.Add($"{file}, line {line}: {what}.");
    }

    /// <summary>Whether the table has a column.</summary>
    public bool Has(string title) => titles.ContainsKey(title);

    /// <summary>Notes a problem of one cell, with the column's number counted from one.</summary>
    public void ProblemAt(string title, string what)
    {
        IsSound = false;
        problems.Add($"{file}, line {line}, column {titles[title] + 1} ({title}): {what}.");
    }

    /// <summary>The row's line in its file, counted from one.</summary>
    public int Line => line;

    /// <summary>A cell that may not be empty.</summary>
    public string Needed(string title)
    {
        string text = this[title];
        if (text.Length == 0)
        {
            Problem($"{title} is empty");
        }

        return text;
    }

    /// <summary>A cell that holds one of some words.</summary>
    public string Choice(string title, params IEnumerable<string> words)
    {
        string text = this[title];
        if (!words.Contains(text))
        {
            Problem($"{title} \"{text}\" is none of {string.Join(", ", words)}");
        }

        return text;
    }

    /// <summary>One of an enumeration's words, in small letters.</summary>
    public T Word<T>(string title)
        where T : struct, Enum =>
        Enum.TryParse(Choice(title, Enum.GetNames<T>().Select(static n => n.ToLowerInvariant())), ignoreCase: true, out T value) ? value : default;

    /// <summary>A number, or null for an empty cell.</summary>
    public double? Number(string title)
    {
        string text = this[title];
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value))
        {
            return value;
        }

        if (text.Length > 0)
        {
            Problem($"{title} \"{text}\" is no number");
        }

        return null;
    }

    /// <summary>A cell that holds a page's address.</summary>
    public string Address(string title)
    {
        string text = this[title];
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address) || address.Scheme != Uri.UriSchemeHttps)
        {
            Problem($"{title} \"{text}\" is no address");
        }

        return text;
    }

    /// <summary>Whether it has as many cells as there are titles; notes it where not.</summary>
    internal bool IsWhole()
    {
        if (cells.Length != titles.Count)
        {
            Problem($"has {cells.Length} cells, expected {titles.Count}");
        }

        return IsSound;
    }
}
