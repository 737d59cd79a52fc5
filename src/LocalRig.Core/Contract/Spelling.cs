namespace LocalRig.Contract;

/// <summary>Finds what a mistyped word was meant to be.</summary>
public static class Spelling
{
    private const int LongestWord = 100; // longer than any name; comparing takes a time that grows with the square of it

    /// <summary>The nearest of some words, or null when none is near (more than a third of the letters differ).</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        string? best = null;
        int least = Math.Max(1, word.Length / 3) + 1;
        if (word.Length > LongestWord)
        {
            return null;
        }

        foreach (string candidate in known.Where(k => k.Length <= LongestWord))
        {
            // As many letters at least must be put in or left out as the lengths differ.
            int distance = Math.Abs(word.Length - candidate.Length) < least ? Distance(word, candidate) : int.MaxValue;
            if (distance < least)
            {
                (best, least) = (candidate, distance);
            }
        }

        return best;
    }

    /// <summary>Letters to insert, delete, replace or swap with a neighbour, ignoring case (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        // Three rows of the table are alive at a time.
        Span<int> rows = stackalloc int[3 * (LongestWord + 1)];
        Span<int> beforeLast = rows[..(b.Length + 1)];
        Span<int> last = rows.Slice(LongestWord + 1, b.Length + 1);
        Span<int> current = rows.Slice(2 * (LongestWord + 1), b.Length + 1);
        for (int j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replace = last[j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1);
                int least = Math.Min(replace, Math.Min(last[j], current[j - 1]) + 1);
                bool swapped = i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]);
                current[j] = swapped ? Math.Min(least, beforeLast[j - 2] + 1) : least;
            }

            Span<int> oldest = beforeLast;
            beforeLast = last;
            last = current;
            current = oldest;
        }

        return last[b.Length];
    }

    private static bool Same(char x, char y) => char.ToLowerInvariant(x) == char.ToLowerInvariant(y);
}
