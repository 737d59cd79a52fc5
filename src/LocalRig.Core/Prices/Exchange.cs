using System.Collections.Immutable;

namespace LocalRig.Prices;

/// <summary>Exchange rates the user gave, with their day; without one, amounts of other currencies stay as they are.</summary>
/// <param name="Target">The currency to reckon in.</param>
/// <param name="Rates">Units of <paramref name="Target"/> for one unit of each currency.</param>
/// <param name="Date">The day the rates are said to hold.</param>
public sealed record Exchange(Currency Target, ImmutableDictionary<Currency, decimal> Rates, DateOnly Date)
{
    /// <summary>Reckons in one currency and converts nothing.</summary>
    public static Exchange None(Currency target) => new(target, ImmutableDictionary<Currency, decimal>.Empty, DateOnly.MinValue);

    /// <summary>A range in the target currency; null when no rate was given.</summary>
    public PriceRange? Convert(PriceRange range) =>
        Factor(range.Currency) is decimal rate ? new PriceRange(range.Low * rate, range.High * rate, Target) : null;

    /// <summary>An amount in the target currency; null when no rate was given.</summary>
    public decimal? Convert(decimal amount, Currency currency) => Factor(currency) is decimal rate ? amount * rate : null;

    /// <summary>The rates used, in words; empty when there are none.</summary>
    public string InWords => string.Join(", ", Rates.OrderBy(r => r.Key.Code, StringComparer.Ordinal).Select(r => $"1 {r.Key} = {r.Value:0.####} {Target} (given by you, {Date:yyyy-MM-dd})"));

    private decimal? Factor(Currency from) => from == Target ? 1 : Rates.TryGetValue(from, out decimal rate) ? rate : null;
}
