using LocalRig.Advice.Cloud;
using LocalRig.Planning;
using LocalRig.Prices;

namespace LocalRig.Cli.Commands;

/// <summary>What <c>localrig cloud</c> was told, read and checked; amounts are in the exchange's target currency.</summary>
internal sealed record CloudSettings
{
    public required DateOnly Today { get; init; }
    public required Exchange Exchange { get; init; }
    public required StaleRule Rule { get; init; }
    public required DailyTokens Tokens { get; init; }
    public bool TokensAssumed { get; init; }
    public Span? Decode { get; init; }
    public Span? Prefill { get; init; }
    public Span? LoadWatts { get; init; }
    public double? IdleWatts { get; init; }
    public double? HoursOn { get; init; }
    public bool Owned { get; init; }
    public double? Cost { get; init; }
    public double Resale { get; init; }
    public double Years { get; init; }
    public double? KilowattHour { get; init; }
    public required string Region { get; init; }
    public string? Api { get; init; }
    public ApiPrice? ApiPrice { get; init; }

    /// <summary>The question about a plan; this machine is owned unless a cost is given.</summary>
    public CloudQuestion Question(MemoryPlan plan, bool thisMachine) =>
        new()
        {
            Plan = plan,
            Today = Today,
            Tokens = Tokens,
            TokensAssumed = TokensAssumed,
            Decode = Decode,
            Prefill = Prefill,
            LoadWatts = LoadWatts,
            IdleWatts = IdleWatts,
            HoursOn = HoursOn,
            Owned = Owned || (thisMachine && Cost is null),
            Hardware = Cost is double cost ? Span.Of(cost) : null,
            Resale = Resale,
            YearsKept = Years,
            PerKilowattHour = KilowattHour,
            Region = Region,
            ApiModel = Api,
            ApiPrice = ApiPrice,
            Exchange = Exchange,
            Rule = Rule,
        };
}
