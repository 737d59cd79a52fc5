using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Contract;
using LocalRig.Prices;

namespace LocalRig.Questions;

/// <summary>What every question about money can be told: the currency, exchange rates the user vouches for, and when a price is stale.</summary>
public sealed record MoneyRequest
{
    private const decimal MostMoney = 1_000_000_000_000; // no rig costs a trillion

    /// <summary>The currency to reckon in; null for dollars, or the one the budget is in.</summary>
    public Currency? Currency { get; init; }

    /// <summary>Units of that currency for one unit of each other.</summary>
    public ImmutableDictionary<Currency, decimal> Rates { get; init; } = ImmutableDictionary<Currency, decimal>.Empty;

    /// <summary>When prices are stale.</summary>
    public StaleRule Rule { get; init; } = StaleRule.Default;

    /// <summary>A file with prices of the user's own; null for none.</summary>
    public string? Own { get; init; }

    /// <summary>The fields, as a part of another request's.</summary>
    public static IEnumerable<Field<T>> Fields<T>(Func<T, MoneyRequest> get, Func<T, MoneyRequest, T> set) => All.Select(f => f.Of(get, set));

    /// <summary>The exchange, as of a day.</summary>
    /// <param name="today">The day.</param>
    /// <param name="spoken">The currency the budget is in, where it says so.</param>
    public Exchange Exchange(DateOnly today, Currency? spoken = null) => new(Currency ?? spoken ?? Prices.Currency.Dollar, Rates, today);

    /// <summary>An amount above zero (or zero, where that may be) in the currency reckoned in; one in another currency is converted by a
    /// given rate. Problems are noted, a missing rate too.</summary>
    public static double? Amount(GivenMoney? given, Exchange exchange, List<Problem> problems, bool zero = false)
    {
        if (given is not (string text, string where))
        {
            return null;
        }

        if (!FriendlyMoney.TryMoney(text, out decimal amount, out Currency? written) || amount < 0 || amount > MostMoney || (amount == 0 && !zero))
        {
            problems.Add(new Problem(ErrorCode.Usage, $"{where} {text} is no amount of money above zero.", "Write 1500, $1500 or 1500EUR.", where));
            return null;
        }

        if (exchange.Convert(amount, written ?? exchange.Target) is decimal converted)
        {
            return (double)converted;
        }

        problems.Add(new Problem(
            ErrorCode.Usage, $"{where} {text} is in {written}, and amounts are reckoned in {exchange.Target}.", $"Add --currency {written}, or the rate: --rate {written}=N ({exchange.Target} for one {written}).", where));
        return null;
    }

    private static ImmutableArray<Field<MoneyRequest>> All { get; } =
    [
        new()
        {
            Name = "currency", Help = "reckon in this currency (default USD); nothing is converted without --rate", Options = FieldOption.Value("CODE", "--currency"), Default = "USD", Example = "EUR",
            Apply = ReadCurrency,
        },
        new()
        {
            Name = "rate", Help = "an exchange rate you vouch for: EUR=1.16 is 1.16 of --currency for one euro", Kind = FieldKind.Texts, Options = FieldOption.Value("CODE=N", "--rate"), Example = "EUR=1.16",
            Apply = (r, v) => v.Texts("an exchange rate").Aggregate(v.IsWhole ? r with { Rates = ImmutableDictionary<Currency, decimal>.Empty } : r, (money, text) => WithRate(money, text, v)),
        },
        new()
        {
            Name = "staleDays", Help = $"prices older than this are marked stale (default {StaleRule.Default.HardwareDays})", Kind = FieldKind.Whole(1, int.MaxValue), Options = FieldOption.Value("N", "--stale-days"),
            Default = $"{StaleRule.Default.HardwareDays}", Example = "30", Apply = ReadDays,
        },
        new()
        {
            Name = "prices", Help = "a CSV file with prices of your own, beside the ones known (docs/prices.md)", Options = FieldOption.Value("FILE", "--prices"), Example = "my-prices.csv",
            Apply = (r, v) => r with { Own = v.Text("a file") },
        },
    ];

    private static MoneyRequest ReadCurrency(MoneyRequest request, FieldReader value)
    {
        if (Prices.Currency.TryParse(value.Raw ?? "", out Currency currency))
        {
            return request with { Currency = currency };
        }

        value.Refuse($"\"{value.Raw}\" is no currency.", "Write three letters such as USD or EUR.");
        return request;
    }

    private static MoneyRequest WithRate(MoneyRequest request, string text, FieldReader value)
    {
        string[] sides = text.Split('=');
        if (sides.Length == 2 && Prices.Currency.TryParse(sides[0], out Currency from)
            && decimal.TryParse(sides[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal rate) && rate > 0)
        {
            return request with { Rates = request.Rates.SetItem(from, rate) };
        }

        value.Refuse($"\"{text}\" is no exchange rate.", "Write EUR=1.16: the dollars (or other --currency) for one euro.");
        return request;
    }

    private static MoneyRequest ReadDays(MoneyRequest request, FieldReader value)
    {
        if (int.TryParse(value.Raw, NumberStyles.None, CultureInfo.InvariantCulture, out int days) && days > 0)
        {
            return request with { Rule = StaleRule.Default with { HardwareDays = days, ApiDays = days } };
        }

        value.Refuse($"\"{value.Raw}\" is no number of days.", "Write a whole number above zero.");
        return request;
    }
}

/// <summary>An amount of money as it was given; what it is worth depends on the currency reckoned in.</summary>
/// <param name="Text">As written.</param>
/// <param name="Where">The option or field.</param>
public sealed record GivenMoney(string Text, string Where)
{
    /// <summary>A field that takes one.</summary>
    internal static Field<T> Field<T>(string name, string help, string option, string example, Func<T, GivenMoney, T> set) =>
        new() { Name = name, Help = help, Kind = FieldKind.Money, Options = FieldOption.Value("MONEY", option), Example = example, Apply = (r, v) => set(r, new GivenMoney(v.Raw ?? "", v.Where)) };
}
