using System.Globalization;
using System.Text.RegularExpressions;
using LocalRig.Audit.Claims;

namespace LocalRig.Audit.Reading;

/// <summary>Figures as guides write them: <c>~40–60 tok/s</c>, <c>128+ GB</c>, <c>under $800</c>, <c>single-digit</c>.</summary>
internal static partial class Amounts
{
    private const int MostLetters = 80;
    private const double Kilo = 1000;

    /// <summary>Reads a figure and what follows it, in small letters.</summary>
    public static bool TryRead(string text, out Interval amount, out string unit)
    {
        (amount, unit) = (default, "");
        if (text.Length > MostLetters)
        {
            return false;
        }

        Match digits = Digits().Match(text);
        if (digits.Success)
        {
            amount = digits.Groups[1].Value.StartsWith('s') || digits.Groups[1].Value.StartsWith('S') ? new Interval(1, 9.99) : new Interval(10, 99.99);
            unit = digits.Groups[2].Value.Trim().ToLowerInvariant();
            return true;
        }

        Match match = Figure().Match(text);
        if (!match.Success || !TryNumber(match.Groups["low"].Value, match.Groups["k"].Success, out double low))
        {
            return false;
        }

        double high = low;
        if (match.Groups["high"].Success && (!TryNumber(match.Groups["high"].Value, match.Groups["k"].Success, out high) || high < low))
        {
            return false;
        }

        string bound = match.Groups["bound"].Value.ToLowerInvariant();
        amount = match.Groups["plus"].Success || bound is "at least" or "over" or "above" or "more than" or ">" or ">=" or "≥" ? new Interval(low, double.PositiveInfinity)
            : bound is "up to" or "at most" or "under" or "less than" or "below" or "<" or "<=" or "≤" ? new Interval(0, high)
            : new Interval(low, high);
        unit = (match.Groups["currency"].Value + match.Groups["unit"].Value).Trim().ToLowerInvariant();
        return true;
    }

    /// <summary>Reads a figure whose unit must be one of some, or missing.</summary>
    public static Interval? Read(string text, params ReadOnlySpan<string> units)
    {
        if (!TryRead(text, out Interval amount, out string unit))
        {
            return null;
        }

        foreach (string allowed in units)
        {
            if (unit == allowed)
            {
                return amount;
            }
        }

        return unit.Length == 0 ? amount : null;
    }

    private static bool TryNumber(string text, bool kilo, out double value)
    {
        bool read = double.TryParse(text.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
        value *= kilo ? Kilo : 1;
        return read && double.IsFinite(value);
    }

    [GeneratedRegex(
        @"^\s*(?:(?<bound>at least|at most|up to|over|above|more than|under|less than|below|>=|<=|≥|≤|>|<)\s*)?(?:about|around|roughly|approximately|~|≈)?\s*(?<currency>[$€£])?(?<low>\d[\d,]{0,15}(?:\.\d{1,6})?)(?:\s*(?:-|–|—|to|…)\s*[$€£]?(?<high>\d[\d,]{0,15}(?:\.\d{1,6})?))?(?<k>k\b)?\s*(?<plus>\+)?\s*(?<unit>[a-zA-Z/%×$€£ ]{0,40})\.?\s*$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Figure();

    [GeneratedRegex(@"^\s*(single|double)[- ]digits?\s*([a-z/ ]{0,40})$", RegexOptions.IgnoreCase)]
    private static partial Regex Digits();
}
