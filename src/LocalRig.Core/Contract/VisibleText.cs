using System.Buffers;

namespace LocalRig.Contract;

/// <summary>Text from files, servers and requests as a terminal may show it: what would move its cursor, colour it or turn its direction is
/// made visible instead.</summary>
public static class VisibleText
{
    private const char Pictures = '\u2400'; // Unicode's pictures of the control characters begin here, in their order
    private const char DeletePicture = '\u2421';
    private const char Replacement = '\uFFFD';

    private static readonly SearchValues<char> Invisible = SearchValues.Create([.. Enumerable.Range(0, char.MaxValue + 1).Select(static i => (char)i).Where(IsInvisible)]);

    /// <summary>The text with control characters as their pictures (ESC as ␛); line ends and tabs stay.</summary>
    public static string Of(string text)
    {
        if (text.AsSpan().IndexOfAny(Invisible) < 0)
        {
            return text;
        }

        return string.Create(text.Length, text, static (shown, from) =>
        {
            for (int i = 0; i < from.Length; i++)
            {
                shown[i] = !IsInvisible(from[i]) ? from[i] : from[i] < ' ' ? (char)(Pictures + from[i]) : from[i] == '\u007F' ? DeletePicture : Replacement;
            }
        });
    }

    /// <summary>Control characters of both sets (ISO 6429), and those that turn the direction of writing (Unicode's bidirectional controls).</summary>
    private static bool IsInvisible(char letter) =>
        (char.IsControl(letter) && letter is not ('\n' or '\t' or '\r')) || letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F';
}
