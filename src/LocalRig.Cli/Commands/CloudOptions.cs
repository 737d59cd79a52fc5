using System.CommandLine;
using System.Globalization;
using LocalRig.Advice.Cloud;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Prices;

namespace LocalRig.Cli.Commands;

/// <summary>What <c>localrig cloud</c> can be told about work, rig, power and prices.</summary>
internal sealed class CloudOptions
{
    private const double MostTokens = 1e13; // a day and night at a hundred million tokens a second: more than any data centre serves one customer
    private const double MostWatts = 1e6;
    private const double HoursPerDay = 24;
    private const double MostYears = 50;
    private const double MostMix = 1e6;
    private const double Percent = 100;

    private readonly Option<string?> _tokens = Text("--tokens-per-day", "N", "tokens read and written a day: 200k, 1M (thousands and millions)");
    private readonly Option<string?> _mix = Text("--mix", "R:W", "tokens read for tokens written (default 3:1)");
    private readonly Option<string?> _cached = Text("--cached", "PERCENT", "share of tokens read that is in the cache already (default 0)");
    private readonly Option<string?> _tps = Text("--tps", "N[-N]", "tokens written per second as you measured them, instead of the forecast");
    private readonly Option<string?> _prefill = Text("--prefill-tps", "N[-N]", "tokens read per second as you measured them");
    private readonly Option<string?> _watts = Text("--watts", "N[-N]", "watts at the wall while it works");
    private readonly Option<string?> _idle = Text("--idle-watts", "N", "watts at the wall while it waits");
    private readonly Option<string?> _hours = Text("--hours-on", "N", "hours a day it is switched on for this (default 24; with --own only while it works)");
    private readonly Option<bool> _own = new("--own") { Description = "the hardware is yours already and costs nothing more (default without --rig)" };
    private readonly Option<string?> _cost = Text("--cost", "MONEY", "what the hardware costs, everything included, instead of the price list");
    private readonly Option<string?> _resale = Text("--resale", "MONEY", "what it will sell for at the end (default 0)");
    private readonly Option<string?> _years = Text("--years", "N", "how long it is kept (default 5)");
    private readonly Option<string?> _kilowattHour = Text("--kwh", "MONEY", "price of a kilowatt hour");
    private readonly Option<string?> _region = Text("--region", "NAME", "whose electricity price: us (default), us-ca, eu, de");
    private readonly Option<string?> _api = Text("--api", "NAME", "compare with this model's API price instead: Qwen3.5-Plus");
    private readonly Option<string?> _apiPrice = Text("--api-price", "IN/OUT", "your API's price per million tokens: 0.14/1.00, or with cached input 0.14/1.00/0.05");
    private readonly MoneyOptions _money;

    public CloudOptions(Command command)
    {
        Option[] all = [_tokens, _mix, _cached, _tps, _prefill, _watts, _idle, _hours, _own, _cost, _resale, _years, _kilowattHour, _region, _api, _apiPrice];
        foreach (Option option in all)
        {
            command.Add(option);
        }

        _money = new MoneyOptions(command);
    }

    /// <summary>Reads them all.</summary>
    /// <exception cref="RequestException">Some are wrong: all of them listed.</exception>
    public CloudSettings Read(ParseResult parsed, DateOnly today)
    {
        List<Problem> problems = [];
        string? Of(Option<string?> option) => parsed.GetValue(option);
        double? Number(Option<string?> option, string what, double least, double most) => MoneyOptions.Number(Of(option), option.Name, what, least, most, problems);
        Exchange exchange = _money.Exchange(parsed, today, problems);
        double? Amount(Option<string?> option, bool zero = false) => MoneyOptions.Amount(Of(option), option.Name, exchange, problems, zero);
        CloudSettings settings = new()
        {
            Today = today,
            Exchange = exchange,
            Rule = _money.Rule(parsed, problems),
            Tokens = DailyTokens.Of(
                Number(_tokens, "number of tokens", 1, MostTokens) ?? DailyTokens.DefaultPerDay,
                Mix(Of(_mix), problems),
                Share(Of(_cached), problems)),
            TokensAssumed = Of(_tokens) is null,
            Decode = Range(_tps, parsed, problems),
            Prefill = Range(_prefill, parsed, problems),
            LoadWatts = Range(_watts, parsed, problems),
            IdleWatts = Number(_idle, "number of watts", 0, MostWatts),
            HoursOn = Number(_hours, "number of hours a day", 0, HoursPerDay),
            Owned = parsed.GetValue(_own),
            Cost = Amount(_cost),
            Resale = Amount(_resale, zero: true) ?? 0,
            Years = Number(_years, "number of years", 0.1, MostYears) ?? BreakEven.DefaultYearsKept,
            KilowattHour = Amount(_kilowattHour, zero: true),
            Region = Of(_region) ?? "us",
            Api = Of(_api),
            ApiPrice = Price(Of(_apiPrice), exchange.Target, problems),
        };
        if (settings.Owned && settings.Cost is not null)
        {
            problems.Add(new Problem(ErrorCode.Usage, "--own says the hardware costs nothing more, --cost says what it costs.", "Give one of them.", "--own"));
        }

        return problems.Count == 0 ? settings : throw new RequestException([.. problems]);
    }

    private static Option<string?> Text(string name, string value, string help) => new(name) { Description = help, HelpName = value };

    private double Share(string? text, List<Problem> problems) =>
        (MoneyOptions.Number(text?.TrimEnd('%', ' '), _cached.Name, "share in percent", 0, Percent, problems) ?? 0) / Percent;

    private static double Mix(string? text, List<Problem> problems)
    {
        if (text is null)
        {
            return DailyTokens.DefaultReadPerWritten;
        }

        string[] sides = text.Split(':');
        double read = 0;
        double written = 0;
        bool right = sides.Length == 2 && FriendlyMoney.TryCount(sides[0], out read) && FriendlyMoney.TryCount(sides[1], out written)
            && read >= 0 && written > 0 && read / written <= MostMix;
        if (!right)
        {
            problems.Add(new Problem(ErrorCode.Usage, $"--mix {text} is no mix.", "Write tokens read and tokens written, such as 3:1; something must be written.", "--mix"));
            return DailyTokens.DefaultReadPerWritten;
        }

        return read / written;
    }

    private static Span? Range(Option<string?> option, ParseResult parsed, List<Problem> problems)
    {
        if (parsed.GetValue(option) is not string text)
        {
            return null;
        }

        if (FriendlyMoney.TryRange(text, out double low, out double high))
        {
            return new Span(low, high);
        }

        problems.Add(new Problem(ErrorCode.Usage, $"{option.Name} {text} is neither a number above zero nor two such as 25-31.", "", option.Name));
        return null;
    }

    private static ApiPrice? Price(string? text, Currency currency, List<Problem> problems)
    {
        if (text is null)
        {
            return null;
        }

        decimal[] parts = [.. text.Split('/').Select(p => decimal.TryParse(p.Trim().TrimStart('$', '€', '£'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) ? value : -1)];
        if (parts.Length is < 2 or > 3 || parts.Any(p => p < 0) || parts[1] == 0)
        {
            problems.Add(new Problem(ErrorCode.Usage, $"--api-price {text} is no price.", "Write input/output per million tokens, such as 0.14/1.00.", "--api-price"));
            return null;
        }

        Attribution you = new(new PriceDate(default, default, "today"), "community", "given by you", "");
        return new ApiPrice("", false, "your API", parts[0], parts[1], parts.Length > 2 ? parts[2] : null, currency, you);
    }
}
