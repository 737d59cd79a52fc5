namespace LocalRig.Audit.Reading;

/// <summary>Finds names of a list in a text, the longest at each place, whatever stands between their words: <c>RTX PRO 6000</c>, <c>rtx-pro-6000</c>.</summary>
internal sealed class NameTrie
{
    private const char Parted = '-'; // between two figures: "Qwen3 4B" isn't "Qwen 34B"
    private const int MostLetters = 64; // longer than any name of the catalogues

    private readonly HashSet<string> _whole = new(StringComparer.Ordinal);
    private readonly HashSet<string> _begun = new(StringComparer.Ordinal);

    /// <summary>A trie of names.</summary>
    public NameTrie(IEnumerable<string> names)
    {
        Span<char> key = stackalloc char[MostLetters];
        foreach (string name in names)
        {
            int length = 0;
            int at = 0;
            while (Word(name, ref at, out int end) && Append(key, ref length, name.AsSpan(at, end - at)))
            {
                _begun.Add(key[..length].ToString());
                at = end;
            }

            _whole.Add(key[..length].ToString());
        }
    }

    /// <summary>The names in a text, from left to right, none inside another.</summary>
    public List<(int Start, int End)> In(string text)
    {
        List<(int Start, int End)> found = [];
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> begun = _begun.GetAlternateLookup<ReadOnlySpan<char>>();
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> whole = _whole.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> key = stackalloc char[MostLetters];
        int start = 0;
        while (Word(text, ref start, out int first))
        {
            (int length, int at, int end, int last) = (0, start, first, -1);
            do
            {
                if (!Append(key, ref length, text.AsSpan(at, end - at)) || !begun.Contains(key[..length]))
                {
                    break;
                }

                last = whole.Contains(key[..length]) ? end : last;
                at = end;
            }
            while (Joined(text, ref at) && Word(text, ref at, out end));

            if (last >= 0)
            {
                found.Add((start, last));
            }

            start = last >= 0 ? last : first;
        }

        return found;
    }

    /// <summary>The next word: letters, figures and plus signs, and points between figures.</summary>
    private static bool Word(string text, ref int at, out int end)
    {
        while (at < text.Length && !IsLetter(text[at]))
        {
            at++;
        }

        end = at;
        while (end < text.Length && (IsLetter(text[end]) || text[end] == '.' && end > at && end + 1 < text.Length && char.IsAsciiDigit(text[end - 1]) && char.IsAsciiDigit(text[end + 1])))
        {
            end++;
        }

        return end > at;
    }

    /// <summary>Whether one space or hyphen leads to the next word of a name.</summary>
    private static bool Joined(string text, ref int at) => at + 1 < text.Length && text[at] is ' ' or '-' or '_' && IsLetter(text[++at]);

    private static bool IsLetter(char c) => char.IsAsciiLetterOrDigit(c) || c == '+';

    private static bool Append(Span<char> key, ref int length, ReadOnlySpan<char> word)
    {
        bool parted = length > 0 && char.IsAsciiDigit(key[length - 1]) && char.IsAsciiDigit(word[0]);
        if (length + word.Length + 1 > key.Length)
        {
            return false;
        }

        if (parted)
        {
            key[length++] = Parted;
        }

        foreach (char c in word)
        {
            key[length++] = char.ToLowerInvariant(c);
        }

        return true;
    }
}
