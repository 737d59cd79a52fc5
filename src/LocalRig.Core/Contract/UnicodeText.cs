using System.Globalization;

namespace LocalRig.Contract;

/// <summary>Whether JSON makes whole characters of its letters and escapes: a half of a surrogate pair is no text, and reading it fails late.</summary>
internal static class UnicodeText
{
    private const int HexDigits = 4;

    /// <summary>Whether every surrogate, written out or as <c>\\ud83d</c>, has its other half.</summary>
    public static bool IsWhole(ReadOnlySpan<char> json)
    {
        bool open = false;
        for (int i = 0; i < json.Length; i++)
        {
            char letter = json[i];
            if (letter == '\\' && i + 1 < json.Length)
            {
                i++;
                letter = 'x';
                if (json[i] == 'u' && i + HexDigits < json.Length && ushort.TryParse(json.Slice(i + 1, HexDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
                {
                    letter = (char)code;
                    i += HexDigits;
                }
            }

            if (open != char.IsLowSurrogate(letter))
            {
                return false;
            }

            open = char.IsHighSurrogate(letter);
        }

        return !open;
    }
}
