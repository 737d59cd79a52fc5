using System.Collections.Immutable;
using LocalRig.Advice.Jobs;
using LocalRig.Catalog;
using LocalRig.Engines;
using LocalRig.Evidence;
using LocalRig.Planning;
using LocalRig.Prices;
using LocalRig.Rigs;

namespace LocalRig.Advice.Buying;

/// <summary>Everything an advisor on buying needs to know.</summary>
/// <param name="Models">The catalogue.</param>
/// <param name="Prices">The price list.</param>
/// <param name="Engine">Whose rules apply.</param>
/// <param name="Rigs">Makes a rig of words such as <c>2x rtx-3090 + 32GB</c>; null when they name none.</param>
public sealed record Shop(ImmutableArray<CatalogModel> Models, PriceList Prices, IEngine Engine, Func<string, Rig?> Rigs)
{
    /// <summary>Evidence that orders models.</summary>
    public RankingLedger Rankings { get; init; } = RankingLedger.Default;
}

/// <summary>What is asked when money is to be spent.</summary>
public sealed record BuyQuestion
{
    /// <summary>The most that may be spent, in the exchange's target currency; null for no limit.</summary>
    public decimal? Budget { get; init; }

    /// <summary>The currency to reckon in, and rates.</summary>
    public required Exchange Exchange { get; init; }

    /// <summary>The day ages are judged by.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>When prices are stale.</summary>
    public StaleRule Rule { get; init; } = StaleRule.Default;

    /// <summary>What models are for.</summary>
    public Job Job { get; init; } = Job.General;

    /// <summary>Workload for all models.</summary>
    public PlanQuestion Question { get; init; } = new();

    /// <summary>What speeds are compared by.</summary>
    public required Yardstick Yardstick { get; init; }

    /// <summary>Main memory a PC around cards is assumed to have, in GiB.</summary>
    public double HostGiB { get; init; } = DefaultHostGiB;

    /// <summary>Where to look offers up.</summary>
    public SearchLink Search { get; init; } = SearchLink.Default;

    /// <summary>An assumption, shown as one wherever it counts.</summary>
    public const double DefaultHostGiB = 32;
}
