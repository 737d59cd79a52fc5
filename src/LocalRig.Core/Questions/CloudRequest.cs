using LocalRig.Advice.Cloud;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Prices;

namespace LocalRig.Questions;

/// <summary>What is asked of a comparison with the cloud.</summary>
public sealed record CloudRequest
{
    /// <summary>The model on the rig.</summary>
    public PlanRequest Plan { get; init; } = new();

    /// <summary>Tokens read and written a day; null where nobody says.</summary>
    public double? TokensPerDay { get; init; }

    /// <summary>Tokens read for one written.</summary>
    public double Mix { get; init; } = DailyTokens.DefaultReadPerWritten;

    /// <summary>Share of tokens read that is in the cache already, 0 to 1.</summary>
    public double Cached { get; init; }

    /// <summary>Tokens written per second as measured; null for the forecast.</summary>
    public Span? Decode { get; init; }

    /// <summary>Tokens read per second as measured; null for the forecast.</summary>
    public Span? Prefill { get; init; }

    /// <summary>Watts at the wall while it works.</summary>
    public Span? Watts { get; init; }

    /// <summary>Watts at the wall while it waits.</summary>
    public double? IdleWatts { get; init; }

    /// <summary>Hours a day it is switched on for this.</summary>
    public double? HoursOn { get; init; }

    /// <summary>Whether the hardware is there already.</summary>
    public bool Own { get; init; }

    /// <summary>What the hardware costs; null for the price list.</summary>
    public GivenMoney? Cost { get; init; }

    /// <summary>What it will sell for at the end.</summary>
    public GivenMoney? Resale { get; init; }

    /// <summary>How long it is kept, in years.</summary>
    public double Years { get; init; } = BreakEven.DefaultYearsKept;

    /// <summary>Price of a kilowatt hour; null for the region's.</summary>
    public GivenMoney? KilowattHour { get; init; }

    /// <summary>Whose electricity price holds.</summary>
    public string Region { get; init; } = "us";

    /// <summary>The model whose API price is compared with; null for the plan's own.</summary>
    public string? Api { get; init; }

    /// <summary>Prices of an API as given: input, output, cached input, per million tokens.</summary>
    public GivenApiPrice? ApiPrice { get; init; }

    /// <summary>How prices are reckoned.</summary>
    public MoneyRequest Money { get; init; } = new();

    /// <summary>Completes a request whose fields are all read.</summary>
    internal static CloudRequest Complete(CloudRequest request, List<Problem> problems)
    {
        if (request.Own && request.Cost is not null)
        {
            problems.Add(new Problem(ErrorCode.Usage, "--own says the hardware costs nothing more, --cost says what it costs.", "Give one of them.", "--own"));
        }

        request.Amounts(request.Money.Exchange(DateOnly.MinValue), problems);
        return request with { Plan = PlanFields.Complete(request.Plan, problems) };
    }

    /// <summary>The question about a plan; this machine is owned unless a cost is given.</summary>
    internal CloudQuestion Question(MemoryPlan plan, DateOnly today)
    {
        Exchange exchange = Money.Exchange(today);
        (double? cost, double resale, double? kilowattHour) = Amounts(exchange, []);
        return new()
        {
            Plan = plan,
            Today = today,
            Tokens = DailyTokens.Of(TokensPerDay ?? DailyTokens.DefaultPerDay, Mix, Cached),
            TokensAssumed = TokensPerDay is null,
            Decode = Decode,
            Prefill = Prefill,
            LoadWatts = Watts,
            IdleWatts = IdleWatts,
            HoursOn = HoursOn,
            Owned = Own || (Plan.Rig is ThisMachineRig && cost is null),
            Hardware = cost is double hardware ? Span.Of(hardware) : null,
            Resale = resale,
            YearsKept = Years,
            PerKilowattHour = kilowattHour,
            Region = Region,
            ApiModel = Api,
            ApiPrice = ApiPrice?.In(exchange.Target),
            Exchange = exchange,
            Rule = Money.Rule,
        };
    }

    private (double? Cost, double Resale, double? KilowattHour) Amounts(Exchange exchange, List<Problem> problems) =>
        (MoneyRequest.Amount(Cost, exchange, problems), MoneyRequest.Amount(Resale, exchange, problems, zero: true) ?? 0, MoneyRequest.Amount(KilowattHour, exchange, problems, zero: true));
}

/// <summary>An API's price as the user gave it, per million tokens.</summary>
/// <param name="Input">Of input.</param>
/// <param name="Output">Of output.</param>
/// <param name="Cached">Of input that was cached; null when not given.</param>
public sealed record GivenApiPrice(decimal Input, decimal Output, decimal? Cached)
{
    /// <summary>The price in the currency reckoned in.</summary>
    internal ApiPrice In(Currency currency) =>
        new("", false, "your API", Input, Output, Cached, currency, new Attribution(new PriceDate(default, default, "today"), "community", "given by you", ""));
}
