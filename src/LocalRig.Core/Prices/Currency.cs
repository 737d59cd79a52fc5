namespace LocalRig.Prices;

/// <summary>A currency by its ISO 4217 code. Amounts of different currencies never meet without a rate somebody gave.</summary>
/// <param name="Code">Three capital letters: <c>USD</c>.</param>
public readonly record struct Currency(string Code)
{
    private const int Letters = 3; // ISO 4217

    /// <summary>United States dollars.</summary>
    public static Currency Dollar { get; } = new("USD");

    /// <summary>Reads a code in capital or small letters.</summary>
    public static bool TryParse(string text, out Currency currency)
    {
        bool right = text.Length == Letters && text.All(char.IsAsciiLetter);
        currency = right ? new Currency(text.ToUpperInvariant()) : default;
        return right;
    }

    /// <summary>An amount as people write it: <c>$1,350</c>, <c>€3,229.99</c>, <c>CHF 900</c>.</summary>
    public string Format(decimal amount)
    {
        string digits = amount == decimal.Truncate(amount) ? $"{amount:#,0}" : $"{amount:#,0.00}";
        return Sign(digits);
    }

    /// <summary>A small amount with up to four digits after the point: <c>$0.1844</c>.</summary>
    public string FormatSmall(decimal amount) => Sign($"{amount:#,0.00##}");

    /// <inheritdoc/>
    public override string ToString() => Code;

    private string Sign(string digits) =>
        Code switch { "USD" => "$" + digits, "EUR" => "€" + digits, "GBP" => "£" + digits, "JPY" => "¥" + digits, _ => $"{Code} {digits}" };
}
