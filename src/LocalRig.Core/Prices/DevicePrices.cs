using System.Collections.Immutable;

namespace LocalRig.Prices;

/// <summary>Everything known about the price of one device, seen from a day: claims side by side, newest first.</summary>
/// <param name="Device">Catalogue id.</param>
/// <param name="Claims">All claims, stale ones marked.</param>
public sealed record DevicePrices(string Device, ImmutableArray<DatedClaim> Claims)
{
    /// <summary>Whether nobody claims a price, the first day's aside.</summary>
    public bool Unknown => !Claims.Any(c => c.Claim.Condition != SaleCondition.Launch);

    /// <summary>The maker's price on the first day, or null.</summary>
    public DatedClaim? Launch => Claims.FirstOrDefault(c => c.Claim.Condition == SaleCondition.Launch);

    /// <summary>What it costs in a currency, per way it is sold: from the lowest to the highest claim that isn't stale; where every claim
    /// is, over the newest and those at most a month older, marked stale. Fresh ones first, then cheapest first.</summary>
    public ImmutableArray<PriceSpan> Spans(Currency currency) =>
        [
            .. Claims
                .Where(c => c.Claim.Condition != SaleCondition.Launch && c.Claim.Range.Currency == currency)
                .GroupBy(c => c.Claim.Condition)
                .Select(Span)
                .OrderBy(s => s.Stale).ThenBy(s => s.Range.Low),
        ];

    /// <summary>The span to reckon with in a currency: the first of <see cref="Spans"/>; null when nobody claims a price in it.</summary>
    public PriceSpan? Best(Currency currency) => Spans(currency) is [var first, ..] ? first : null;

    /// <summary>The span to reckon with in the target currency: claims in that currency first, else ones that a given rate converts;
    /// null when there are neither.</summary>
    public PriceSpan? Best(Exchange exchange) =>
        Best(exchange.Target)
        ?? exchange.Rates.Keys.Order(Comparer<Currency>.Create((a, b) => string.CompareOrdinal(a.Code, b.Code)))
            .Select(Best).OfType<PriceSpan>()
            .Select(s => s with { Range = exchange.Convert(s.Range)!.Value })
            .OrderBy(s => s.Stale).ThenBy(s => s.Range.Low).FirstOrDefault();

    private const int Month = 31; // claims of the same time; older ones would only widen the span

    private static PriceSpan Span(IGrouping<SaleCondition, DatedClaim> claims)
    {
        ImmutableArray<DatedClaim> fresh = [.. claims.Where(c => !c.Stale)];
        int newest = claims.Min(c => c.AgeDays);
        ImmutableArray<DatedClaim> counted = fresh.IsEmpty ? [.. claims.Where(c => c.AgeDays <= newest + Month)] : fresh;
        PriceRange range = counted.Select(c => c.Claim.Range).Aggregate((one, other) => one.Spanning(other));
        return new PriceSpan(claims.Key, range, fresh.IsEmpty, counted);
    }
}

/// <summary>From the lowest to the highest of some claims.</summary>
/// <param name="Condition">How it is sold.</param>
/// <param name="Range">The span; nothing is averaged.</param>
/// <param name="Stale">Whether every claim is too old to trust.</param>
/// <param name="Claims">The claims it spans.</param>
public sealed record PriceSpan(SaleCondition Condition, PriceRange Range, bool Stale, ImmutableArray<DatedClaim> Claims)
{
    /// <summary>The greatest age of a claim it spans, in days.</summary>
    public int AgeDays => Claims.Max(c => c.AgeDays);
}
