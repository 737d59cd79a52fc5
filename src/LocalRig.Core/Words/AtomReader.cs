using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;

namespace LocalRig.Words;

/// <summary>Takes a text apart into <see cref="Atom"/>s, the same way for what people write and for the names of a catalogue.</summary>
internal static class AtomReader
{
    private const string Signs = ",;+/|&:*\n";
    private static readonly SearchValues<char> Usual = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -.+:*,"); // nothing that is written in other ways
    private const int MostTimes = 64;

    // Units that people write without a gap before the next word: 24GBx2, 64GBRAM.
    private static readonly string[] Units = ["gib", "gb", "tb", "g"];

    /// <summary>The atoms of a text; what stands between them (gaps, brackets, trademarks) is left out.</summary>
    public static ImmutableArray<Atom> Read(string text)
    {
        string plain = Plain(text);
        ImmutableArray<Atom>.Builder atoms = ImmutableArray.CreateBuilder<Atom>();
        int at = 0;
        while (at < plain.Length)
        {
            if (char.IsAsciiLetterOrDigit(plain[at]))
            {
                int end = at;
                while (end < plain.Length && (char.IsAsciiLetterOrDigit(plain[end]) || IsInside(plain, end, at)))
                {
                    end++;
                }

                Split(plain, at, end, atoms);
                at = end;
            }
            else
            {
                if ((Signs.Contains(plain[at]) && !IsPlusOfName(plain, at)) || IsMinus(plain, at))
                {
                    atoms.Add(new Atom(plain[at].ToString(), at, at + 1, at, at + 1));
                }

                at++;
            }
        }

        return atoms.ToImmutable();
    }

    /// <summary>A name's atoms with one gap between them, as names are compared.</summary>
    public static string Key(string name) => string.Join(' ', Read(name).Select(a => a.Text));

    /// <summary>The text in small letters, of the same length, with other signs for the same thing written one way.</summary>
    private static string Plain(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Usual))
        {
            return text.ToLowerInvariant();
        }

        string plain = text.ToLowerInvariant().Replace('×', 'x').Replace('✕', 'x').Replace("✖\uFE0F", " x", StringComparison.Ordinal).Replace('，', ',').Replace('、', ',').Replace('；', ';').Replace('‑', '-').Replace('–', '-').Replace("(r)", "   ", StringComparison.Ordinal).Replace("(tm)", "    ", StringComparison.Ordinal);
        return plain.Length == text.Length ? plain.Replace("mt/s", "mts ", StringComparison.Ordinal).Replace("gb/s", "gbs ", StringComparison.Ordinal) : text;
    }

    /// <summary>Whether a sign belongs to the word around it: the hyphen of rtx-3090, the point of 1.5.</summary>
    private static bool IsInside(string text, int at, int start) =>
        at > start && at + 1 < text.Length && char.IsAsciiLetterOrDigit(text[at + 1])
        && (text[at] == '-' || (text[at] == '.' && char.IsAsciiDigit(text[at - 1]) && char.IsAsciiDigit(text[at + 1])));

    /// <summary>The plus of "Max+" is part of a name; others join parts.</summary>
    private static bool IsPlusOfName(string text, int at) => text[at] == '+' && at >= 3 && text.AsSpan(at - 3, 3).SequenceEqual("max") && (at == 3 || !char.IsLetterOrDigit(text[at - 4]));

    /// <summary>A minus before a number is no gap: -2x is not 2x.</summary>
    private static bool IsMinus(string text, int at) => text[at] == '-' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]) && (at == 0 || char.IsWhiteSpace(text[at - 1]));

    private static void Split(string text, int start, int end, ImmutableArray<Atom>.Builder atoms)
    {
        int at = start;
        while (at < end)
        {
            if (text[at] is '-' or '.')
            {
                at++;
                continue;
            }

            int next = Run(text, at, end);
            foreach (int cut in Cuts(text, at, next, start, end))
            {
                atoms.Add(new Atom(text[at..cut], at, cut, start, end));
                at = cut;
            }
        }
    }

    /// <summary>The end of the letters, or of the number, that begin here.</summary>
    private static int Run(string text, int at, int end)
    {
        bool digits = char.IsAsciiDigit(text[at]);
        bool point = false; // one: 3.7.20 is a program's version
        int next = at + 1;
        while (next < end && text[next] != '-' && (digits ? char.IsAsciiDigit(text[next]) || (text[next] == '.' && !point) : !char.IsAsciiDigit(text[next]) && text[next] != '.'))
        {
            point |= text[next] == '.';
            next++;
        }

        return next;
    }

    /// <summary>Where atoms end in such a run: most are whole, a letter joins the number after it (A100, i7), "2xRTX" and "24GBx2" are cut.</summary>
    private static IEnumerable<int> Cuts(string text, int at, int next, int start, int end)
    {
        ReadOnlySpan<char> run = text.AsSpan(at, next - at);
        bool afterNumber = at > start && char.IsAsciiDigit(text[at - 1]);
        if (!char.IsAsciiLetter(run[0]))
        {
            return [next];
        }

        if (afterNumber && run[0] == 'x' && IsCount(text, at) && (run is not ("xt" or "xtx") || (next < end && char.IsAsciiDigit(text[next]))))
        {
            return run.Length == 2 && next < end && char.IsAsciiDigit(text[next]) ? [at + 1, Run(text, next, end)] : run.Length > 1 ? [at + 1, next] : [next];
        }

        if (afterNumber)
        {
            string letters = run.ToString();
            string? unit = Units.FirstOrDefault(u => letters.Length > u.Length && letters.StartsWith(u, StringComparison.Ordinal) && (u.Length > 1 || letters[1] == 'x') && letters != "gbs");
            return unit is null ? [next] : [at + unit.Length, next];
        }

        bool joins = run.Length == 1 && run[0] != 'x' && next < end && char.IsAsciiDigit(text[next]);
        return joins ? [Run(text, next, end)] : [next];
    }

    private static bool IsCount(string text, int end)
    {
        int start = end;
        while (start > 0 && char.IsAsciiDigit(text[start - 1]))
        {
            start--;
        }

        return int.TryParse(text.AsSpan(start, end - start), NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count <= MostTimes;
    }
}
