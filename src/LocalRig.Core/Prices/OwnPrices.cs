using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Tables;

namespace LocalRig.Prices;

/// <summary>Reads a table of prices that the user has: the columns of <c>data/prices/hardware.csv</c>, of which few are needed.</summary>
internal static class OwnPrices
{
    /// <summary>Characters of a file that are read; a price list of tens of thousands of rows.</summary>
    public const int MostCharacters = 4_000_000;

    /// <summary>Who says so, in place of vendor, third-party or community.</summary>
    public const string Kind = "own";

    private static readonly string[] Needed = ["device", "condition", "low", "currency", "date"];
    private static readonly string[] May = ["memoryGiB", "product", "form", "high", "kind", "source", "note"];

    /// <summary>The claims of a file; what is wrong with it is noted with line and column.</summary>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="text">First line titles, cells in quotation marks where they hold commas (RFC 4180).</param>
    /// <param name="device">The catalogue id that words for a device mean; null where they mean none.</param>
    /// <param name="problems">Where problems go.</param>
    public static ImmutableArray<PriceClaim> Read(string name, string text, Func<string, string?> device, List<string> problems)
    {
        if (text.Length > MostCharacters)
        {
            problems.Add($"{name} is longer than {MostCharacters:#,0} characters.");
            return [];
        }

        text = text.TrimStart('\uFEFF'); // the mark some programs write before UTF-8
        ImmutableArray<string> titles = CsvTable.Titles(text);
        problems.AddRange(Needed.Where(n => !titles.Contains(n)).Select(n => $"{name}, line 1: there is no column {n}."));
        problems.AddRange(titles.Index().Where(t => !Needed.Contains(t.Item) && !May.Contains(t.Item)).Select(t => $"{name}, line 1, column {t.Index + 1}: \"{t.Item}\" is no column of a price list."));
        problems.AddRange(titles.GroupBy(t => t).Where(g => g.Count() > 1 && g.Key.Length > 0).Select(g => $"{name}, line 1: there are {g.Count()} columns {g.Key}."));
        return problems.Count > 0 ? [] : [.. CsvTable.Rows(name, text, problems).Select(row => Claim(name, row, device))];
    }

    private static PriceClaim Claim(string name, CsvRow row, Func<string, string?> device)
    {
        ProductForm form = Text(row, "form").Length == 0 ? ProductForm.Card : Word<ProductForm>(row, "form");
        int? memory = Whole(row, "memoryGiB");
        string product = Text(row, "product");
        string id = Device(row, form, device);
        if (form != ProductForm.Card && memory is null)
        {
            row.ProblemAt(row.Has("memoryGiB") ? "memoryGiB" : "device", "a whole machine or memory needs its gibibytes in memoryGiB");
        }

        if (form == ProductForm.Memory && product.Split(' ')[0] is not ("DDR4" or "DDR5"))
        {
            row.ProblemAt(row.Has("product") ? "product" : "device", "memory needs a product that begins with DDR4 or DDR5");
        }

        decimal low = Amount(row, "low");
        decimal high = Text(row, "high").Length == 0 ? low : Amount(row, "high");
        if (high < low)
        {
            row.ProblemAt("high", $"{high} is below low {low}");
        }

        if (!Currency.TryParse(row["currency"], out Currency currency))
        {
            row.ProblemAt("currency", $"\"{row["currency"]}\" is no currency; write three letters such as USD or EUR");
        }

        if (!PriceDate.TryParse(row["date"], out PriceDate? date))
        {
            row.ProblemAt("date", $"\"{row["date"]}\" is no date; write 2026-11-30, 2026-11 or 2026-09..2026-11");
        }

        string source = Text(row, "source");
        Attribution by = new(
            date ?? new PriceDate(DateOnly.MinValue, DateOnly.MinValue, ""), Text(row, "kind") is { Length: > 0 } kind ? Choice(row, "kind", [.. PriceCells.Kinds, Kind]) : Kind,
            source.Length > 0 ? source : $"{name}, line {row.Line}", Text(row, "note"));
        return new PriceClaim(id, memory, form == ProductForm.Card ? product : product.Length > 0 ? product : id, form, Word<SaleCondition>(row, "condition"), new PriceRange(low, high, currency), by);
    }

    private static string Device(CsvRow row, ProductForm form, Func<string, string?> device)
    {
        string words = row["device"];
        if (form == ProductForm.Memory)
        {
            if (words.Length > 0)
            {
                row.ProblemAt("device", "memory names no device; leave it empty");
            }

            return "";
        }

        if (device(words) is string id)
        {
            return id;
        }

        row.ProblemAt("device", $"\"{words}\" is no device of the catalogue; `localrig rigs` lists them");
        return "";
    }

    private static string Text(CsvRow row, string title) => row.Has(title) ? row[title] : "";

    private static decimal Amount(CsvRow row, string title)
    {
        if (decimal.TryParse(row[title], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) && value > 0)
        {
            return value;
        }

        row.ProblemAt(title, $"\"{row[title]}\" is no amount above zero; write digits with a point, such as 949.50");
        return 0;
    }

    private static int? Whole(CsvRow row, string title)
    {
        string text = Text(row, title);
        if (text.Length == 0 || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0))
        {
            return text.Length == 0 ? null : int.Parse(text, CultureInfo.InvariantCulture);
        }

        row.ProblemAt(title, $"\"{text}\" is no whole number above zero");
        return null;
    }

    private static T Word<T>(CsvRow row, string title)
        where T : struct, Enum =>
        Enum.TryParse(Choice(row, title, [.. Enum.GetNames<T>().Select(static n => n.ToLowerInvariant())]), ignoreCase: true, out T value) ? value : default;

    private static string Choice(CsvRow row, string title, string[] words)
    {
        string text = row[title];
        if (!words.Contains(text))
        {
            row.ProblemAt(title, $"\"{text}\" is none of {string.Join(", ", words)}");
        }

        return text;
    }
}
