using System.Globalization;

namespace LocalRig.Tables;

/// <summary>Dates as exactly as a source says: a day, a month or a year.</summary>
internal static class DateCell
{
    private const int MonthsPerYear = 12;

    /// <summary>The first and last day that <c>2026-07-12</c>, <c>2026-07</c> or <c>2026</c> can mean.</summary>
    public static bool TryRead(string text, out DateOnly first, out DateOnly last)
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
