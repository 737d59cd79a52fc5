using System.Diagnostics.CodeAnalysis;
using LocalRig.Tables;

namespace LocalRig.Devices;

/// <summary>When a device came out, as exactly as its source says.</summary>
/// <param name="First">The earliest day it can be.</param>
/// <param name="Last">The latest day it can be.</param>
/// <param name="Text">A day, a month or a year: <c>2020-09-24</c>, <c>2023-10</c>, <c>2024</c>.</param>
public sealed record ReleaseDate(DateOnly First, DateOnly Last, string Text)
{
    /// <summary>Reads such a date.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ReleaseDate? date)
    {
        date = DateCell.TryRead(text, out DateOnly first, out DateOnly last) ? new ReleaseDate(first, last, text) : null;
        return date is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
