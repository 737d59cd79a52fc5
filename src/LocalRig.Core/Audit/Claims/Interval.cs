using System.Globalization;

namespace LocalRig.Audit.Claims;

/// <summary>A figure as guides write it: one value, a range, or a bound. One value has equal ends; an open end is infinite.</summary>
/// <param name="Low">The lowest value claimed.</param>
/// <param name="High">The highest value claimed.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>One value.</summary>
    public static Interval Of(double value) => new(value, value);

    /// <summary>Whether a value lies within, give or take a share of it.</summary>
    /// <param name="value">The value.</param>
    /// <param name="tolerance">How far outside still counts, as a share: 0.05 for 5 %.</param>
    public bool Holds(double value, double tolerance = 0) => value >= Low * (1 - tolerance) && value <= High * (1 + tolerance);

    /// <summary>Whether two ranges have a value in common.</summary>
    public bool Overlaps(Interval other) => Low <= other.High && other.Low <= High;

    /// <summary>The same figure in another unit.</summary>
    public static Interval operator *(Interval interval, double factor) => new(interval.Low * factor, interval.High * factor);

    /// <summary>The figure in digits: <c>12</c>, <c>40–60</c>, <c>at least 128</c>.</summary>
    public override string ToString() =>
        Low == High ? Digits(Low)
        : double.IsPositiveInfinity(High) ? $"at least {Digits(Low)}"
        : Low <= 0 ? $"at most {Digits(High)}"
        : $"{Digits(Low)}–{Digits(High)}";

    private static string Digits(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);
}
