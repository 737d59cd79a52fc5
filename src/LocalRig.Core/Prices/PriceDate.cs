using System.Globalization;

namespace LocalRig.Prices;

/// <summary>When a price was seen, as exactly as its source says: a day, a month, a year, or from one of them to another.</summary>
/// <param name="First">The earliest day it can be from.</param>
/// <param name="Last">The latest day it can be from.</param>
/// <param name="Text">As the source's precision allows: <c>2026-07-12</c>, <c>2026-09</c>, <c>2026</c>, <c>2026-09..2026-11</c>.</param>
public sealed record PriceDate(DateOnly First, DateOnly Last, string Text)
{
    private const int MonthsPerYear = 12;

    /// <summary>Reads such a date.</summary>
    public static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PriceDate? date)
    {
        string[] ends = text.Split("..");
        bool right = TrySpan(ends[0], out DateOnly first, out DateOnly last);
        if (right && ends.Length > 1)
        {
            right = ends.Length == 2 && TrySpan(ends[1], out _, out last) && last >= first;
        }

        date = right ? new PriceDate(first, last, text) : null;
        return right;
    }

    /// <summary>How old it is at most, in days: an imprecise date counts from its first day.</summary>
    public int AgeDays(DateOnly today) => Math.Max(0, today.DayNumber - First.DayNumber);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static bool TrySpan(string text, out DateOnly first, out DateOnly last)
    {
        first = last = default;
        string[] parts = text.Split('-');
        if (parts.Length == 3)
        {
            bool day = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out first);
            last = first;
            return day;
        }

        int month = 1;
        if (parts[0].Length != 4 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int year) || year == 0
            || (parts.Length == 2 && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out month) || month is < 1 or > MonthsPerYear)))
        {
            return false;
        }

        first = new DateOnly(year, month, 1);
        last = first.AddMonths(parts.Length == 2 ? 1 : MonthsPerYear).AddDays(-1);
        return true;
    }
}
