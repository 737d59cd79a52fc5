using LocalRig.Prices;

namespace LocalRig.Advice.Cloud;

/// <summary>Puts the outcome of a comparison into one plain sentence.</summary>
public static class CloudVerdict
{
    private const double DaysPerMonth = 365.25 / 12;
    private const double DaysPerYear = 365.25;
    private const double LongestMonths = 24; // beyond two years people count years
    private const double Longest = 100 * DaysPerYear; // nobody plans further; the digits would mean nothing
    private const string TooLong = "more than 100 years";
    private const double Cents = 100; // below a hundred, cents matter
    private const double Dime = 0.1; // below ten cents they alone say little
    private const int TenthsOfCents = 3;
    private const double Tens = 10;
    private const double Billion = 1e9;
    private const double Million = 1e6;

    /// <summary>The sentence.</summary>
    public static string Sentence(CloudAnswer answer, BreakEven against)
    {
        string who = against.Against.Name;
        return against.Outcome switch
        {
            Outcome.TooMuchWork => $"Against {who}: this rig can't do it; the work takes at least {answer.Local.BusyHours(answer.Tokens).Low:0} hours a day{(against.SavedPerDay.High <= 0 ? ", and its power alone would cost more" : "")}.",
            Outcome.Never => $"The cloud wins against this rig: power alone costs more than {who} asks. It never pays off.",
            Outcome.Unknown => $"Against {who} the rig saves {Money(answer, against.SavedPerDay)} a day; what it costs isn't known, so neither is when that pays it back.",
            Outcome.NotInTime => $"The cloud wins: against {who} the rig pays off after {Time(against.Days!.Value)}, longer than the {answer.YearsKept:0.#} years it is kept{NonStop(against)}.",
            Outcome.Local when answer.Owned => $"Local wins: the rig is yours already, and its power costs less than {who} asks.",
            Outcome.Local when answer.Hardware is { High: 0 } => $"Local wins: the rig sells for what it costs, and its power costs less than {who} asks.",
            Outcome.Local => $"Local wins: against {who} the rig pays off after {Time(against.Days!.Value)} or {Tokens(answer, against.Days.Value)}.",
            _ when against.SavedPerDay.Low <= 0 && answer.Hardware is { High: 0 } => $"Too close to call: at one end of the ranges the rig's power costs less than {who} asks, at the other more.",
            _ when double.IsInfinity(against.Days!.Value.High) => $"Too close to call: against {who} the rig pays off after {Time(against.Days.Value.Low)} at best, at worst never.",
            _ => $"Too close to call: against {who} the rig pays off after {Time(against.Days.Value)}; it is kept {answer.YearsKept:0.#} years.",
        };
    }

    /// <summary>How soon it could be at most, where that says something.</summary>
    private static string NonStop(BreakEven against) =>
        against.NonStopDays is Span busy && double.IsFinite(busy.Low) ? $"; working day and night at this mix, after {Time(busy)}" : "";

    /// <summary>A span of days in days, months or years: <c>8 to 14 months</c>.</summary>
    public static string Time(Span days)
    {
        if (double.IsInfinity(days.Low))
        {
            return "never";
        }

        if (double.IsInfinity(days.High))
        {
            return $"{Time(days.Low)} to never";
        }

        if (days.Low > Longest)
        {
            return TooLong;
        }

        if (days.High > Longest)
        {
            return $"{Time(days.Low)} to {TooLong}";
        }

        (double unit, string word) = Unit(days.High);
        string low = Digits(days.Low / unit);
        string high = Digits(days.High / unit);
        return low == high ? $"{high} {Plural(word, high)}" : $"{low} to {high} {Plural(word, high)}";
    }

    /// <summary>Tokens read and written until then: <c>2.1 to 3.4 billion tokens</c>.</summary>
    public static string Tokens(CloudAnswer answer, Span days)
    {
        if (double.IsInfinity(days.Low))
        {
            return "no number of tokens";
        }

        Span tokens = days * answer.Tokens.Total;
        double largest = double.IsInfinity(tokens.High) ? tokens.Low : tokens.High;
        (double unit, string word) = largest >= Billion ? (Billion, "billion") : (Million, "million");
        string low = Digits(tokens.Low / unit);
        string high = double.IsInfinity(tokens.High) ? "any number of" : Digits(tokens.High / unit);
        return double.IsInfinity(tokens.High) ? $"{low} {word} tokens or more" : low == high ? $"{high} {word} tokens" : $"{low} to {high} {word} tokens";
    }

    /// <summary>An amount from lowest to highest: <c>$0.11–0.14</c>; one below zero with its sign.</summary>
    public static string Money(CloudAnswer answer, Span amount) => Money(answer.Currency, amount);

    /// <summary>An amount from lowest to highest in a currency.</summary>
    public static string Money(Currency currency, Span amount)
    {
        string low = Money(currency, amount.Low);
        string high = Money(currency, amount.High);
        return low == high ? low : amount.Low < 0 ? $"{low} to {high}" : $"{low}–{Money(new Currency(""), amount.High).TrimStart()}";
    }

    private static string Money(Currency currency, double amount)
    {
        double size = Math.Abs(amount);
        int digits = size >= Cents ? 0 : size >= Dime ? 2 : TenthsOfCents;
        decimal rounded = (decimal)Math.Round(size, digits);
        string text = digits == TenthsOfCents ? currency.FormatSmall(rounded) : currency.Format(rounded);
        return amount < 0 && rounded > 0 ? $"−{text}" : text;
    }

    private static string Time(double days)
    {
        if (days > Longest)
        {
            return TooLong;
        }

        (double unit, string word) = Unit(days);
        string digits = Digits(days / unit);
        return $"{digits} {Plural(word, digits)}";
    }

    private static (double Days, string Word) Unit(double days) =>
        days > LongestMonths * DaysPerMonth ? (DaysPerYear, "year") : days > 2 * DaysPerMonth ? (DaysPerMonth, "month") : (1, "day");

    private static string Plural(string word, string digits) => digits == "1" ? word : word + "s";

    private static string Digits(double value) => value >= Tens ? $"{value:#,0}" : $"{value:0.#}";
}
