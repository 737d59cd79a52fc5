using System.Globalization;
using LocalRig.Prices;

namespace LocalRig.Contract;

/// <summary>Money, counts and ranges as people write them: <c>1500</c>, <c>$1,500</c>, <c>1500EUR</c>, <c>25-31</c>, <c>2.5M</c>.</summary>
public static class FriendlyMoney
{
    private static readonly (char Sign, string Code)[] Signs = [('$', "USD"), ('€', "EUR"), ('£', "GBP"), ('¥', "JPY")];

    /// <summary>Reads an amount and, where one is written, its currency; commas part thousands.</summary>
    public static bool TryMoney(string text, out decimal amount, out Currency? currency)
    {
        string rest = text.Trim();
        currency = null;
        foreach ((char sign, string code) in Signs)
        {
            if (rest.Contains(sign, StringComparison.Ordinal))
            {
                currency = new Currency(code);
                rest = rest.Replace(sign.ToString(), "", StringComparison.Ordinal);
            }
        }

        string letters = new([.. rest.Where(char.IsAsciiLetter)]);
        if (currency is null && Currency.TryParse(letters, out Currency written) && (rest.StartsWith(letters, StringComparison.Ordinal) || rest.EndsWith(letters, StringComparison.Ordinal)))
        {
            currency = written;
            rest = rest.Replace(letters, "", StringComparison.Ordinal);
        }

        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands | NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
        return decimal.TryParse(rest, Style, CultureInfo.InvariantCulture, out amount);
    }

    /// <summary>Reads a count of tokens to be paid for: k, M and G multiply by thousands, as prices per million tokens mean it.</summary>
    public static bool TryCount(string text, out double count)
    {
        string rest = text.Trim();
        double unit = rest.Length == 0 ? 1 : char.ToLowerInvariant(rest[^1]) switch { 'k' => 1e3, 'm' => 1e6, 'g' or 'b' => 1e9, _ => 1 };
        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands | NumberStyles.AllowLeadingSign;
        bool right = double.TryParse(unit == 1 ? rest : rest[..^1], Style, CultureInfo.InvariantCulture, out count) && double.IsFinite(count);
        count *= unit;
        return right;
    }

    /// <summary>Reads one number above zero or two joined by a hyphen, lower first.</summary>
    public static bool TryRange(string text, out double low, out double high)
    {
        string[] ends = text.Split('-', StringSplitOptions.TrimEntries);
        const NumberStyles Style = NumberStyles.AllowDecimalPoint;
        high = 0;
        bool right = ends.Length is 1 or 2 && double.TryParse(ends[0], Style, CultureInfo.InvariantCulture, out low) && double.TryParse(ends[^1], Style, CultureInfo.InvariantCulture, out high);
        low = right ? double.Parse(ends[0], Style, CultureInfo.InvariantCulture) : 0;
        return right && low > 0 && high >= low && double.IsFinite(high);
    }
}
