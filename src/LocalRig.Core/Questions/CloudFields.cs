using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Advice.Cloud;
using LocalRig.Contract;

namespace LocalRig.Questions;

/// <summary>What a comparison with the cloud can be told about work, rig, power and prices.</summary>
internal static class CloudFields
{
    private const double MostTokens = 1e13; // a day and night at a hundred million tokens a second: more than any data centre serves one customer
    private const double MostWatts = 1e6;
    private const double HoursPerDay = 24;
    private const double LeastYears = 0.1;
    private const double MostYears = 50;
    private const double MostMix = 1e6;
    private const double Percent = 100;

    /// <summary>All fields but the plan's and the currency's.</summary>
    public static ImmutableArray<Field<CloudRequest>> All { get; } =
    [
        Number("tokensPerDay", "tokens read and written a day: 200k, 1M (thousands and millions)", "N", "--tokens-per-day", "1M", "number of tokens", 1, MostTokens, (r, n) => r with { TokensPerDay = n }),
        new()
        {
            Name = "mix", Help = "tokens read for tokens written (default 3:1)", Options = FieldOption.Value("R:W", "--mix"), Default = "3:1", Example = "5:1", Apply = (r, v) => r with { Mix = Mix(v) },
        },
        new()
        {
            Name = "cached", Help = "share of tokens read that is in the cache already (default 0)", Kind = FieldKind.Number(0, Percent), Options = FieldOption.Value("PERCENT", "--cached"), Default = "0", Example = "50",
            Apply = (r, v) => r with { Cached = Cached(v) },
        },
        Range("tps", "tokens written per second as you measured them, instead of the forecast", "--tps", "25-31", (r, s) => r with { Decode = s }),
        Range("prefillTps", "tokens read per second as you measured them", "--prefill-tps", "900", (r, s) => r with { Prefill = s }),
        Range("watts", "watts at the wall while it works", "--watts", "300-350", (r, s) => r with { Watts = s }),
        Number("idleWatts", "watts at the wall while it waits", "N", "--idle-watts", "50", "number of watts", 0, MostWatts, (r, n) => r with { IdleWatts = n }),
        Number("hoursOn", "hours a day it is switched on for this (default 24; with --own only while it works)", "N", "--hours-on", "8", "number of hours a day", 0, HoursPerDay, (r, n) => r with { HoursOn = n }),
        new()
        {
            Name = "own", Help = "the hardware is yours already and costs nothing more (default without --rig)", Kind = FieldKind.Flag, Options = FieldOption.On("--own"), Default = "false",
            Apply = (r, v) => r with { Own = v.Flag(false) },
        },
        GivenMoney.Field<CloudRequest>("cost", "what the hardware costs, everything included, instead of the price list", "--cost", "900", (r, m) => r with { Cost = m }),
        GivenMoney.Field<CloudRequest>("resale", "what it will sell for at the end (default 0)", "--resale", "400", (r, m) => r with { Resale = m }),
        Number("years", "how long it is kept (default 5)", "N", "--years", "3", "number of years", LeastYears, MostYears, (r, n) => r with { Years = n ?? BreakEven.DefaultYearsKept }),
        GivenMoney.Field<CloudRequest>("kwh", "price of a kilowatt hour", "--kwh", "0.30", (r, m) => r with { KilowattHour = m }),
        Text("region", "whose electricity price: us (default), us-ca, eu, de", "NAME", "--region", "de", (r, t) => r with { Region = t }),
        Text("api", "compare with this model's API price instead: Qwen3.5-Plus", "NAME", "--api", "Qwen3.5-Plus", (r, t) => r with { Api = t }),
        new()
        {
            Name = "apiPrice", Help = "your API's price per million tokens: 0.14/1.00, or with cached input 0.14/1.00/0.05", Options = FieldOption.Value("IN/OUT", "--api-price"), Example = "0.14/1.00",
            Apply = (r, v) => r with { ApiPrice = Price(v) },
        },
    ];

    private static double Cached(FieldReader value)
    {
        string text = (value.Raw ?? "").TrimEnd('%', ' ');
        if (FriendlyMoney.TryCount(text, out double share) && share is >= 0 and <= Percent)
        {
            return share / Percent;
        }

        value.Refuse($"{value.Where} {text} is no share in percent.", $"Write a number from 0 to {Percent:#,0}.");
        return 0;
    }

    private static double Mix(FieldReader value)
    {
        string[] sides = (value.Raw ?? "").Split(':');
        double read = 0;
        double written = 0;
        bool right = sides.Length == 2 && FriendlyMoney.TryCount(sides[0], out read) && FriendlyMoney.TryCount(sides[1], out written)
            && read >= 0 && written > 0 && read / written <= MostMix;
        if (right)
        {
            return read / written;
        }

        value.Refuse($"{value.Where} {value.Raw} is no mix.", "Write tokens read and tokens written, such as 3:1; something must be written.");
        return DailyTokens.DefaultReadPerWritten;
    }

    private static GivenApiPrice? Price(FieldReader value)
    {
        decimal[] parts = [.. (value.Raw ?? "").Split('/').Select(p => decimal.TryParse(p.Trim().TrimStart('$', '€', '£'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal price) ? price : -1)];
        if (parts.Length is 2 or 3 && parts.All(p => p >= 0) && parts[1] != 0)
        {
            return new GivenApiPrice(parts[0], parts[1], parts.Length > 2 ? parts[2] : null);
        }

        value.Refuse($"{value.Where} {value.Raw} is no price.", "Write input/output per million tokens, such as 0.14/1.00.");
        return null;
    }

    private static Field<CloudRequest> Number(string name, string help, string placeholder, string option, string example, string what, double least, double most, Func<CloudRequest, double?, CloudRequest> set) =>
        new() { Name = name, Help = help, Kind = FieldKind.Number(least, most), Options = FieldOption.Value(placeholder, option), Example = example, Apply = (r, v) => set(r, v.Number(what, least, most)) };

    private static Field<CloudRequest> Text(string name, string help, string placeholder, string option, string example, Func<CloudRequest, string, CloudRequest> set) =>
        new() { Name = name, Help = help, Options = FieldOption.Value(placeholder, option), Example = example, Apply = (r, v) => set(r, v.Text("a name")) };

    private static Field<CloudRequest> Range(string name, string help, string option, string example, Func<CloudRequest, Span?, CloudRequest> set) =>
        new()
        {
            Name = name,
            Help = help,
            Kind = new FieldKind("number", "string"),
            Options = FieldOption.Value("N[-N]", option),
            Example = example,
            Apply = (r, v) =>
            {
                if (FriendlyMoney.TryRange(v.Raw ?? "", out double low, out double high))
                {
                    return set(r, new Span(low, high));
                }

                v.Refuse($"{v.Where} {v.Raw} is neither a number above zero nor two such as 25-31.", "");
                return r;
            },
        };
}
