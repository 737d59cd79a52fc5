using LocalRig.Tables;

namespace LocalRig.Prices;

/// <summary>When a price was seen, as exactly as its source says: a day, a month, a year, or from one of them to another.</summary>
/// <param name="First">The earliest day it can be from.</param>
/// <param name="Last">The latest day it can be from.</param>
/// <param name="Text">As the source's precision allows: <c>2026-07-12</c>, <c>2026-09</c>, <c>2026</c>, <c>2026-09..2026-11</c>.</param>
public sealed record PriceDate(DateOnly First, DateOnly Last, string Text)
{
    /// <summary>Reads such a date.</summary>
    public static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PriceDate? date)
    {
        string[] ends = text.Split("..");
        bool right = DateCell.TryRead(ends[0], out DateOnly first, out DateOnly last);
        if (right && ends.Length > 1)
        {
            right = ends.Length == 2 && DateCell.TryRead(ends[1], out _, out last) && last >= first;
        }

        date = right ? new PriceDate(first, last, text) : null;
        return right;
    }

    /// <summary>How old it is at most, in days: an imprecise date counts from its first day.</summary>
    public int AgeDays(DateOnly today) => Math.Max(0, today.DayNumber - First.DayNumber);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
