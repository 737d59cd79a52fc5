namespace LocalRig.Prices;

/// <summary>What something costs, from the lowest to the highest price seen; both ends are equal where one price was seen.</summary>
/// <param name="Low">The lowest.</param>
/// <param name="High">The highest; not below <paramref name="Low"/>.</param>
/// <param name="Currency">Of both.</param>
public readonly record struct PriceRange(decimal Low, decimal High, Currency Currency)
{
    /// <summary>The price of several.</summary>
    public static PriceRange operator *(PriceRange range, int count) => range with { Low = range.Low * count, High = range.High * count };

    /// <summary>The price of one thing and another.</summary>
    /// <exception cref="ArgumentException">The currencies differ.</exception>
    public static PriceRange operator +(PriceRange one, PriceRange other) =>
        one.Currency == other.Currency
            ? new PriceRange(one.Low + other.Low, one.High + other.High, one.Currency)
            : throw new ArgumentException($"{one.Currency} and {other.Currency} can't be added without a rate.");

    /// <summary>From the lowest to the highest of two claims about the same thing: nothing is averaged.</summary>
    /// <exception cref="ArgumentException">The currencies differ.</exception>
    public PriceRange Spanning(PriceRange other) =>
        Currency == other.Currency
            ? new PriceRange(Math.Min(Low, other.Low), Math.Max(High, other.High), Currency)
            : throw new ArgumentException($"{Currency} and {other.Currency} can't be compared without a rate.");

    /// <summary>The range with its currency: <c>$1,000–1,350</c>.</summary>
    public override string ToString() => Low == High ? Currency.Format(Low) : $"{Currency.Format(Low)}–{new Currency("").Format(High).TrimStart()}";
}
