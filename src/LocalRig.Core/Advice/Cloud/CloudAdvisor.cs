using System.Collections.Immutable;
using LocalRig.Contract;
using LocalRig.Forecasting;
using LocalRig.Planning;
using LocalRig.Prices;

namespace LocalRig.Advice.Cloud;

/// <summary>Compares a model on a rig with the same model bought by the token.</summary>
/// <param name="prices">Prices and readings of power.</param>
public sealed class CloudAdvisor(PriceList prices)
{
    private const double HoursPerDay = 24;

    /// <summary>The comparison.</summary>
    /// <exception cref="RequestException">Something needed is neither known nor given: every such thing is listed.</exception>
    public CloudAnswer Answer(CloudQuestion question)
    {
        List<Problem> problems = [];
        List<string> notes = [];
        LocalSide? local = Local(question, problems, notes);
        (Span Price, string Because)? electricity = Electricity(question, problems);
        ImmutableArray<ApiSide> offers = Offers(question, problems);
        if (problems.Count > 0)
        {
            throw new RequestException([.. problems]);
        }

        ApiSide[] stale = [.. offers.Where(o => o.Stale)];
        if (stale.Length > 0)
        {
            notes.Add($"Stale, so look it up before you decide: the price of {string.Join(" and ", stale.Select(o => o.Name))}, seen up to {stale.Max(o => o.AgeDays)} days ago.");
        }

        (Span? hardware, string because) = Hardware(question, notes);
        if (question.TokensAssumed)
        {
            notes.Add("A million tokens a day, three read for one written, is an assumption; give --tokens-per-day and --mix.");
        }

        string[] full = [.. offers.Where(o => question.Tokens.CachedShare > 0 && o.Price.CacheRead is null).Select(o => o.Price.Provider).Distinct()];
        if (full.Length > 0)
        {
            notes.Add($"No price of cached input is known for {string.Join(" and ", full)}: it is reckoned at the full price.");
        }

        return new CloudAnswer
        {
            Plan = question.Plan,
            Tokens = question.Tokens,
            Local = local!,
            PerKilowattHour = electricity!.Value.Price,
            ElectricityBecause = electricity.Value.Because,
            Owned = question.Owned,
            Hardware = hardware,
            HardwareBecause = because,
            Currency = question.Exchange.Target,
            Exchange = question.Exchange,
            YearsKept = question.YearsKept,
            Offers =
            [
                .. offers.Select(o => BreakEven.Of(local!, o, question.Tokens, electricity.Value.Price, hardware, question.YearsKept)).OrderBy(o => o.ApiPerDay),
            ],
            RentPerDay = Rent(question, local!)?.PerDay,
            RentBecause = Rent(question, local!)?.Because ?? "",
            Notes = [.. notes],
        };
    }

    /// <summary>The answer for a plan that doesn't fit.</summary>
    /// <exception cref="RequestException">No API's price is known either.</exception>
    public CloudOnly WithoutRig(CloudQuestion question)
    {
        List<Problem> problems = [];
        ImmutableArray<ApiSide> offers = Offers(question, problems);
        return problems.Count == 0
            ? new CloudOnly(question.Plan, question.Tokens, question.Exchange.Target, [.. offers.OrderBy(o => o.PerDay(question.Tokens))])
            : throw new RequestException([.. problems]);
    }

    private LocalSide? Local(CloudQuestion question, List<Problem> problems, List<string> notes)
    {
        Forecast? forecast = question.Plan.Forecast;
        if (forecast is null && question.Decode is null)
        {
            problems.Add(new Problem(ErrorCode.Usage, "The rig's speed isn't known: no data sheet tells its memory bandwidth.", "Give the speed you measured with --tps.", "--tps"));
        }

        PowerDraw? power = question.LoadWatts is Span given ? PowerDraw.Given(given.Low, given.High, question.IdleWatts) : PowerDraw.Of(question.Plan.Rig, prices);
        if (power is null)
        {
            problems.Add(new Problem(ErrorCode.Usage, "Nobody is known to have measured this rig's power, and no data sheet tells it.", "Give what your meter says with --watts.", "--watts"));
        }

        if (problems.Count > 0)
        {
            return null;
        }

        power = power! with { IdleWatts = question.IdleWatts ?? power.IdleWatts };
        double on = question.HoursOn ?? (question.Owned ? 0 : HoursPerDay);
        if (power.IdleWatts is null && on > 0)
        {
            notes.Add("Power while it waits isn't known and not counted: give --idle-watts.");
        }

        Span decode = question.Decode ?? Band(forecast!.Decode);
        Span prefill = question.Prefill ?? (forecast is null ? decode : Band(forecast.Prefill));
        if (question.Prefill is null && forecast is null)
        {
            notes.Add("The reading speed isn't known and reckoned as slow as writing: give --prefill-tps.");
        }

        string because = question.Decode is null ? $"forecast, four in five measured values lie in the range ({forecast!.Decode.Basis.Word()})" : "given by you";
        return new LocalSide(decode, prefill, because, power, on);
    }

    private static Span Band(RateForecast rate) => new(rate.Low, rate.High);

    private (Span Price, string Because)? Electricity(CloudQuestion question, List<Problem> problems)
    {
        if (question.PerKilowattHour is double given)
        {
            return (Span.Of(given), "given by you");
        }

        ImmutableArray<ElectricityPrice> claims = [.. prices.Electricity.Where(e => e.Region.Equals(question.Region, StringComparison.OrdinalIgnoreCase))];
        string known = string.Join(", ", prices.Electricity.Select(e => e.Region).Distinct());
        if (claims.IsEmpty)
        {
            problems.Add(new Problem(ErrorCode.Usage, $"No electricity price is known for \"{question.Region}\".", $"Known are {known}; or give yours with --kwh.", "--region"));
            return null;
        }

        decimal?[] converted = [.. claims.Select(c => question.Exchange.Convert(c.PerKilowattHour, c.Currency))];
        if (converted.Any(c => c is null))
        {
            Currency other = claims.First(c => question.Exchange.Convert(1, c.Currency) is null).Currency;
            problems.Add(NoRate($"Electricity in {claims[0].Name} is priced", other, question.Exchange.Target));
            return null;
        }

        string because = string.Join("; ", claims.Select(c => $"{c.Name}, {c.By.Date}{Age(c.By.Date, question.Rule.ElectricityDays, question.Today)}, {c.By.Source}"));
        return (new Span((double)converted.Min()!.Value, (double)converted.Max()!.Value), because);
    }

    private ImmutableArray<ApiSide> Offers(CloudQuestion question, List<Problem> problems)
    {
        string name = question.ApiModel ?? question.Plan.Model.Id;
        ImmutableArray<ApiPrice> claims = question.ApiPrice is ApiPrice given ? [given] : [.. prices.Api.Where(a => a.Model.Equals(name, StringComparison.OrdinalIgnoreCase))];
        if (claims.IsEmpty)
        {
            string known = string.Join(", ", prices.Api.Select(a => a.Model).Distinct());
            problems.Add(new Problem(
                ErrorCode.Usage, $"No API price is known for {name}.", $"Give one with --api-price IN/OUT per million tokens, or compare with another model by --api: {known}.", "--api"));
            return [];
        }

        Currency? missing = claims.Where(c => question.Exchange.Convert(1, c.Currency) is null).Select(c => (Currency?)c.Currency).FirstOrDefault();
        if (missing is Currency other)
        {
            problems.Add(NoRate("API prices are", other, question.Exchange.Target));
            return [];
        }

        return
        [
            .. claims.Select(c =>
            {
                int age = question.ApiPrice is null ? c.By.Date.AgeDays(question.Today) : 0;
                return new ApiSide(c, Name(c, claims), (double)question.Exchange.Convert(1, c.Currency)!.Value, age, age > question.Rule.ApiDays);
            }),
        ];
    }

    /// <summary>The provider, with the version or the day where it stands in the list more than once.</summary>
    private static string Name(ApiPrice price, ImmutableArray<ApiPrice> all) =>
        all.Count(a => a.Provider == price.Provider) == 1 ? price.Provider
        : $"{price.Provider}, {(price.By.Note.StartsWith("version", StringComparison.Ordinal) ? price.By.Note : price.By.Date.Text)}";

    private (Span? Price, string Because) Hardware(CloudQuestion question, List<string> notes)
    {
        if (question.Owned)
        {
            return (Span.Of(0), "yours already");
        }

        Span? price;
        string because;
        if (question.Hardware is Span given)
        {
            (price, because) = (given, "given by you");
        }
        else
        {
            HardwareCost cost = HardwareCost.Of(question.Plan.Rig, prices, question.Today, question.Exchange, question.Rule);
            price = cost.Total is PriceRange total ? new Span((double)total.Low, (double)total.High) : null;
            because = price is null ? $"no price in {question.Exchange.Target} is known" : HardwareWords.Because(cost);
            if (cost.Stale)
            {
                notes.Add("The machine's price is stale: every claim is too old to trust. Look it up before you decide.");
            }

            if (price is null)
            {
                notes.Add("Give what the machine costs with --cost, or --own where it is yours already.");
            }
            else if (cost.NotIncluded.Length > 0)
            {
                notes.Add($"The price is for the {cost.NotIncluded}; --cost sets the whole sum.");
            }
        }

        return (price is Span known ? new Span(Math.Max(0, known.Low - question.Resale), Math.Max(0, known.High - question.Resale)) : null, because);
    }

    private (Span PerDay, string Because)? Rent(CloudQuestion question, LocalSide local)
    {
        string?[] kinds = [.. question.Plan.Rig.Devices.Select(d => d.CatalogId).Distinct()];
        if (kinds is not [string one] || prices.Rental.Where(r => r.Device == one).MaxBy(r => r.By.Date.First) is not RentalPrice rent
            || question.Exchange.Convert(rent.PerHour) is not PriceRange hour)
        {
            return null;
        }

        Span perHour = new Span((double)hour.Low, (double)hour.High) * question.Plan.Rig.Devices.Length;
        return (local.BusyHours(question.Tokens) * perHour, $"{hour} an hour and card, {rent.By.Date}{Age(rent.By.Date, question.Rule.HardwareDays, question.Today)}, {rent.By.Source}; by the hour, only while it works");
    }

    private static string Age(PriceDate date, int days, DateOnly today) => date.AgeDays(today) > days ? " (stale)" : "";

    private static Problem NoRate(string what, Currency from, Currency to) =>
        new(ErrorCode.Usage, $"{what} in {from}, and amounts are reckoned in {to}.", $"Give the rate with --rate {from}=N ({to} for one {from}).", "--rate");
}
