using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Tables;

namespace LocalRig.Prices;

/// <summary>Cells that tables of dated claims share: amounts, currencies, dates, and who says so.</summary>
internal static class PriceCells
{
    /// <summary>Who says so.</summary>
    public static ImmutableArray<string> Kinds { get; } = ["vendor", "third-party", "community"];

    /// <summary>An amount of money or power, above zero; null for an empty cell that may be.</summary>
    public static decimal? Amount(this CsvRow row, string title, bool mayBeEmpty = false)
    {
        string text = row[title];
        if (text.Length == 0 && mayBeEmpty)
        {
            return null;
        }

        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) && value > 0)
        {
            return value;
        }

        row.Problem($"{title} \"{text}\" is no amount above zero");
        return 0;
    }

    /// <summary>The columns <c>low</c>, <c>high</c> and <c>currency</c>.</summary>
    public static PriceRange Range(this CsvRow row)
    {
        PriceRange range = new(row.Amount("low") ?? 0, row.Amount("high") ?? 0, row.Currency());
        if (range.High < range.Low)
        {
            row.Problem($"high {range.High} is below low {range.Low}");
        }

        return range;
    }

    /// <summary>The column <c>currency</c>.</summary>
    public static Currency Currency(this CsvRow row)
    {
        if (!Prices.Currency.TryParse(row["currency"], out Currency currency))
        {
            row.Problem($"\"{row["currency"]}\" is no currency");
        }

        return currency;
    }

    /// <summary>The column <c>date</c>.</summary>
    public static PriceDate Date(this CsvRow row)
    {
        if (PriceDate.TryParse(row["date"], out PriceDate? date))
        {
            return date;
        }

        row.Problem($"\"{row["date"]}\" is no date");
        return new PriceDate(DateOnly.MinValue, DateOnly.MinValue, "");
    }

    /// <summary>The columns <c>date</c>, <c>kind</c>, <c>source</c> and <c>note</c>.</summary>
    public static Attribution By(this CsvRow row)
    {
        PriceDate date = row.Date();
        string kind = row.Choice("kind", Kinds);
        if (row["source"].Length == 0)
        {
            row.Problem("names no source");
        }

        return new Attribution(date, kind, row["source"], row["note"]);
    }
}
