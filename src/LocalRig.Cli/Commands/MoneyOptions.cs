using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using LocalRig.Contract;
using LocalRig.Prices;

namespace LocalRig.Cli.Commands;

/// <summary>Options every answer about money has: the currency, exchange rates the user vouches for, and when a price is stale.</summary>
internal sealed class MoneyOptions
{
    private readonly Option<string?> _currency = new("--currency") { Description = "reckon in this currency (default USD); nothing is converted without --rate", HelpName = "CODE" };
    private readonly Option<string[]> _rates = new("--rate") { Description = "an exchange rate you vouch for: EUR=1.16 is 1.16 of --currency for one euro", HelpName = "CODE=N", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _stale = new("--stale-days") { Description = $"prices older than this are marked stale (default {StaleRule.Default.HardwareDays})", HelpName = "N" };

    public MoneyOptions(Command command)
    {
        command.Add(_currency);
        command.Add(_rates);
        command.Add(_stale);
    }

    /// <summary>The exchange; problems are noted.</summary>
    public Exchange Exchange(ParseResult parsed, DateOnly today, List<Problem> problems, Currency? spoken = null)
    {
        Currency target = spoken ?? Currency.Dollar;
        if (parsed.GetValue(_currency) is string code && !Currency.TryParse(code, out target))
        {
            problems.Add(new Problem(ErrorCode.Usage, $"\"{code}\" is no currency.", "Write three letters such as USD or EUR.", "--currency"));
        }

        ImmutableDictionary<Currency, decimal> rates = ImmutableDictionary<Currency, decimal>.Empty;
        foreach (string rate in parsed.GetValue(_rates) ?? [])
        {
            string[] sides = rate.Split('=');
            bool right = sides.Length == 2 && Currency.TryParse(sides[0], out _)
                && decimal.TryParse(sides[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) && value > 0;
            if (right && Currency.TryParse(sides[0], out Currency from))
            {
                rates = rates.SetItem(from, decimal.Parse(sides[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture));
            }
            else
            {
                problems.Add(new Problem(ErrorCode.Usage, $"\"{rate}\" is no exchange rate.", "Write EUR=1.16: the dollars (or other --currency) for one euro.", "--rate"));
            }
        }

        return new Exchange(target, rates, today);
    }

    /// <summary>The rule of staleness; problems are noted.</summary>
    public StaleRule Rule(ParseResult parsed, List<Problem> problems)
    {
        if (parsed.GetValue(_stale) is not string text)
        {
            return StaleRule.Default;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int days) && days > 0)
        {
            return StaleRule.Default with { HardwareDays = days, ApiDays = days };
        }

        problems.Add(new Problem(ErrorCode.Usage, $"\"{text}\" is no number of days.", "Write a whole number above zero.", "--stale-days"));
        return StaleRule.Default;
    }

    /// <summary>An amount above zero (or zero, where that may be) in the currency reckoned in; one in another currency is converted by a
    /// given rate. Problems are noted, a missing rate too.</summary>
    public static double? Amount(string? text, string where, Exchange exchange, List<Problem> problems, bool zero = false)
    {
        if (text is null)
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

    private const decimal MostMoney = 1_000_000_000_000; // no rig costs a trillion

    /// <summary>A number from a least to a most; problems are noted.</summary>
    public static double? Number(string? text, string where, string what, double least, double most, List<Problem> problems)
    {
        if (text is null)
        {
            return null;
        }

        if (!FriendlyMoney.TryCount(text, out double value) || value < least || value > most)
        {
            problems.Add(new Problem(ErrorCode.Usage, $"{where} {text} is no {what}.", $"Write a number from {least:0.###} to {most:#,0}.", where));
        }

        return value;
    }
}
