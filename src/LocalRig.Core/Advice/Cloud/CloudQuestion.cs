using LocalRig.Planning;
using LocalRig.Prices;

namespace LocalRig.Advice.Cloud;

/// <summary>What is asked of a comparison with the cloud; everything not given comes from forecast, price list and stated assumptions.</summary>
public sealed record CloudQuestion
{
    /// <summary>The model on the rig, with its forecast.</summary>
    public required MemoryPlan Plan { get; init; }

    /// <summary>The day ages are judged by.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>A day's work.</summary>
    public DailyTokens Tokens { get; init; } = DailyTokens.Of(DailyTokens.DefaultPerDay, DailyTokens.DefaultReadPerWritten, 0);

    /// <summary>Whether <see cref="Tokens"/> was assumed.</summary>
    public bool TokensAssumed { get; init; }

    /// <summary>Tokens written per second as measured, or null for the forecast.</summary>
    public Span? Decode { get; init; }

    /// <summary>Tokens read per second as measured, or null for the forecast.</summary>
    public Span? Prefill { get; init; }

    /// <summary>Watts under load, or null for what is known of the rig.</summary>
    public Span? LoadWatts { get; init; }

    /// <summary>Watts idle, or null for what is known of the rig.</summary>
    public double? IdleWatts { get; init; }

    /// <summary>Hours a day the rig is switched on for this; null for all day, or just while it works where it is owned already.</summary>
    public double? HoursOn { get; init; }

    /// <summary>Whether the hardware is there already and costs nothing more.</summary>
    public bool Owned { get; init; }

    /// <summary>What the hardware costs, in the exchange's target currency; null for the price list.</summary>
    public Span? Hardware { get; init; }

    /// <summary>What it will sell for at the end, in the exchange's target currency.</summary>
    public double Resale { get; init; }

    /// <summary>How long it is kept, in years.</summary>
    public double YearsKept { get; init; } = BreakEven.DefaultYearsKept;

    /// <summary>Price of a kilowatt hour in the exchange's target currency; null for the region's.</summary>
    public double? PerKilowattHour { get; init; }

    /// <summary>Whose tariff holds.</summary>
    public string Region { get; init; } = "us";

    /// <summary>The name to look API prices up by; null for the model's own.</summary>
    public string? ApiModel { get; init; }

    /// <summary>A price the user gave instead of the list's.</summary>
    public ApiPrice? ApiPrice { get; init; }

    /// <summary>The currency to reckon in, and rates.</summary>
    public Exchange Exchange { get; init; } = Exchange.None(Currency.Dollar);

    /// <summary>When prices are stale.</summary>
    public StaleRule Rule { get; init; } = StaleRule.Default;
}
