namespace LocalRig.Advice.Cloud;

/// <summary>A quantity known from a lowest to a highest value, with the arithmetic of intervals for quantities that aren't negative.</summary>
/// <param name="Low">The lowest.</param>
/// <param name="High">The highest.</param>
public readonly record struct Span(double Low, double High)
{
    /// <summary>An exactly known quantity.</summary>
    public static Span Of(double value) => new(value, value);

    /// <summary>Sum.</summary>
    public static Span operator +(Span a, Span b) => new(a.Low + b.Low, a.High + b.High);

    /// <summary>Difference: least when the most is taken from the least.</summary>
    public static Span operator -(Span a, Span b) => new(a.Low - b.High, a.High - b.Low);

    /// <summary>Product.</summary>
    public static Span operator *(Span a, Span b) => new(a.Low * b.Low, a.High * b.High);

    /// <summary>Product with a number.</summary>
    public static Span operator *(Span a, double b) => new(a.Low * b, a.High * b);

    /// <summary>Quotient; above a divisor of zero it is infinite.</summary>
    public static Span operator /(Span a, Span b) => new(a.Low / b.High, a.High / b.Low);
}
