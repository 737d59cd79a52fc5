using System.Globalization;
using LocalRig.Units;

namespace LocalRig.Contract;

/// <summary>Numbers as people write them: <c>8192</c>, <c>8k</c>, <c>128k</c>, <c>1m</c>, <c>24GB</c>, <c>16.5GiB</c>.</summary>
public static class FriendlyNumber
{
    private const long Kilo = 1024; // context sizes are powers of two: 128k means 131072

    /// <summary>Reads a count of tokens; k and m multiply by 1024 and 1024².</summary>
    public static bool TryTokens(string text, out long tokens)
    {
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        long unit = 1;
        if (rest.Length > 0 && char.ToLowerInvariant(rest[^1]) is 'k' or 'm')
        {
            unit = char.ToLowerInvariant(rest[^1]) == 'k' ? Kilo : Kilo * Kilo;
            rest = rest[..^1];
        }

        return TryScale(rest, unit, unit == 1, out tokens);
    }

    /// <summary>Reads a size in bytes: plain, or with KB MB GB TB (powers of 1000) or KiB MiB GiB TiB (powers of 1024).</summary>
    public static bool TryBytes(string text, out ByteSize size)
    {
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        int letters = rest.Length;
        while (letters > 0 && char.IsAsciiLetter(rest[letters - 1]))
        {
            letters--;
        }

        long? unit = rest[letters..].ToString().ToUpperInvariant() switch
        {
            "" or "B" => 1,
            "KB" => 1_000,
            "MB" => 1_000_000,
            "GB" or "G" => ByteSize.BytesPerGigabyte,
            "TB" => 1_000 * ByteSize.BytesPerGigabyte,
            "KIB" => ByteSize.BytesPerKibibyte,
            "MIB" => ByteSize.BytesPerMebibyte,
            "GIB" => ByteSize.BytesPerGibibyte,
            "TIB" => Kilo * ByteSize.BytesPerGibibyte,
            _ => null,
        };
        size = default;
        if (unit is not long known || !TryScale(rest[..letters].TrimEnd(), known, known == 1, out long bytes))
        {
            return false;
        }

        size = new ByteSize(bytes);
        return true;
    }

    private static bool TryScale(ReadOnlySpan<char> digits, long unit, bool whole, out long result)
    {
        result = 0;
        if (whole)
        {
            return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out result);
        }

        if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value)
            || value > long.MaxValue / unit)
        {
            return false;
        }

        result = (long)(value * unit);
        return true;
    }
}
