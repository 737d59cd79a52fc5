using System.Collections.Immutable;
using LocalRig.Advice.Jobs;
using LocalRig.Prices;
using LocalRig.Rigs;

namespace LocalRig.Advice.Buying;

/// <summary>What a sum of money buys, best first.</summary>
public sealed record BuyAnswer
{
    /// <summary>The money.</summary>
    public required decimal Budget { get; init; }

    /// <summary>The currency of every amount.</summary>
    public required Exchange Exchange { get; init; }

    /// <summary>What speeds are compared by.</summary>
    public required Yardstick Yardstick { get; init; }

    /// <summary>What the money buys: the strongest usable model first, then the lowest price.</summary>
    public required ImmutableArray<BuyOffer> Offers { get; init; }

    /// <summary>The cheapest thing beyond the budget, or null.</summary>
    public (string Rig, PriceRange Price)? Beyond { get; init; }

    /// <summary>Cards nobody claims a dated price of, but which cost no more than the budget on their first day: largest memory first.</summary>
    public required ImmutableArray<DatedClaim> Unpriced { get; init; }

    /// <summary>Devices priced in other currencies only, for which no rate was given.</summary>
    public required ImmutableArray<string> OtherCurrencies { get; init; }

    /// <summary>Main memory a PC around cards is assumed to have, in GiB.</summary>
    public required double AssumedHostGiB { get; init; }

    /// <summary>What models are for.</summary>
    public required Job Job { get; init; }

    /// <summary>Tokens of context reckoned with.</summary>
    public required int Context { get; init; }

    /// <summary>Where to look offers up.</summary>
    public required SearchLink Search { get; init; }
}

/// <summary>One rig that can be bought.</summary>
public sealed record BuyOffer
{
    /// <summary>The rig.</summary>
    public required Rig Rig { get; init; }

    /// <summary>What it costs.</summary>
    public required HardwareCost Cost { get; init; }

    /// <summary>The sum.</summary>
    public required PriceRange Price { get; init; }

    /// <summary>Whether even the highest price is within the budget.</summary>
    public required bool Surely { get; init; }

    /// <summary>The strongest models it uses, best first; empty when it uses none.</summary>
    public required ImmutableArray<SurveyLine> Models { get; init; }

    /// <summary>The yardstick's speed for money and power; null where it doesn't run.</summary>
    public Yield? Yield { get; init; }

    /// <summary>What it draws; null when unknown.</summary>
    public PowerDraw? Power { get; init; }

    /// <summary>Who should not buy it.</summary>
    public required ImmutableArray<Caution> Cautions { get; init; }

    /// <summary>The watts a power supply should give; null for a whole machine.</summary>
    public double? PowerSupplyWatts { get; init; }

    /// <summary>Where to look it up.</summary>
    public required string Link { get; init; }
}
