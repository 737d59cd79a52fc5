using System.Collections.Immutable;
using LocalRig.Prices;

namespace LocalRig.Answers;

/// <summary>Known claims of prices, seen from a day.</summary>
/// <param name="Today">The day ages are counted to.</param>
/// <param name="Rule">When a claim is stale.</param>
/// <param name="InDetail">Whether every claim is asked for, not just the ranges.</param>
/// <param name="Hardware">What is claimed of devices and main memory.</param>
/// <param name="Rental">What is claimed of renting them.</param>
/// <param name="Api">What is claimed of models by the token.</param>
public sealed record PricesAnswer(
    DateOnly Today, StaleRule Rule, bool InDetail, ImmutableArray<PricedHardware> Hardware, ImmutableArray<DatedRental> Rental, ImmutableArray<DatedApiPrice> Api);

/// <summary>A device in one size of memory, or main memory of one size, with what is claimed of it.</summary>
/// <param name="Name">The device's id, or the memory's generation and size.</param>
/// <param name="MemoryGiB">Its memory where it comes in several sizes; null otherwise.</param>
/// <param name="Prices">The claims, newest first.</param>
public sealed record PricedHardware(string Name, int? MemoryGiB, DevicePrices Prices)
{
    /// <summary>The ranges that are reckoned with, of every currency and way of selling.</summary>
    public ImmutableArray<PriceSpan> Spans { get; } =
        [.. Prices.Claims.Select(c => c.Claim.Range.Currency).Distinct().OrderBy(c => c.Code, StringComparer.Ordinal).SelectMany(c => Prices.Spans(c))];

    /// <summary>Whether a range rests on a claim.</summary>
    public bool Counts(DatedClaim claim) => Spans.Any(s => s.Claims.Contains(claim));
}

/// <summary>A rental price seen from a day.</summary>
/// <param name="Price">The claim.</param>
/// <param name="AgeDays">How old it is at most.</param>
/// <param name="Stale">Whether that is too old to trust.</param>
public sealed record DatedRental(RentalPrice Price, int AgeDays, bool Stale);

/// <summary>An API's price seen from a day.</summary>
/// <param name="Price">The claim.</param>
/// <param name="AgeDays">How old it is at most.</param>
/// <param name="Stale">Whether that is too old to trust.</param>
public sealed record DatedApiPrice(ApiPrice Price, int AgeDays, bool Stale);
