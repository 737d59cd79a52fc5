using System.Collections.Immutable;
using LocalRig.Devices;

namespace LocalRig.Words;

/// <summary>Finds processors by their numbers: <c>Ryzen 9 5950X</c>, <c>i7-7700K</c>, <c>EPYC 7532</c>, <c>Xeon E5-2680 v4</c>.</summary>
internal static class ProcessorNames
{
    // After a number alone these are other things: two 3090s, a 3080M.
    private static readonly string[] Plural = ["s", "t", "m", "p", "e"];

    /// <summary>The processor whose name begins at an atom, and how many atoms it has.</summary>
    public static (Named What, int Length)? At(ImmutableArray<Atom> atoms, int at)
    {
        foreach (ProcessorFamily family in ProcessorFamily.All)
        {
            if (Match(family, atoms, at) is (string id, int length))
            {
                return (Named.Nothing.With(family.Processor(id), whole: true) with { Graphics = family.Graphics }, length);
            }
        }

        return null;
    }

    private static (string Id, int Length)? Match(ProcessorFamily family, ImmutableArray<Atom> atoms, int start)
    {
        int at = start;
        bool named = family.Brand.Length > 0 && Take(family.Brand, atoms, ref at);
        named |= family.IsName;
        bool pro = Take("pro", atoms, ref at);
        string? tier = family.Tiers.FirstOrDefault(t => at < atoms.Length && atoms[at].Text == t);
        if (tier is not null)
        {
            at++;
            named |= tier.Length > 1 && tier != "pro"; // "i7" and "gold" say what they are; "9" and "w" need a brand
        }

        _ = Take("pro", atoms, ref at);
        int number = at;
        if (!family.Numbers.Any(pattern => TakePattern(pattern, atoms, ref at)))
        {
            return null;
        }

        int end = at;
        string? suffix = family.Suffixes.Where(s => s.Length > 0).FirstOrDefault(s => TakeSuffix(s, atoms, ref at));
        bool whole = suffix is not null || (family.Suffixes.Contains("") && !IsGlued(atoms, end));
        if (!whole || (!named && (suffix is null || Plural.Contains(suffix) || atoms[start].Start != atoms[start].Word)))
        {
            return null;
        }

        string digits = string.Concat(atoms[number..end].Select(a => a.Text));
        string after = suffix is null ? "" : suffix[0] == 'v' && suffix.Length > 1 ? $"-{suffix}" : suffix.Replace(" ", "", StringComparison.Ordinal);
        IEnumerable<string> words = [family.Brand.Replace(' ', '-'), pro && tier is null ? "pro" : "", tier ?? "", digits + after];
        return ($"cpu-{string.Join('-', words.Where(w => w.Length > 0))}", at - start);
    }

    private static bool Take(string words, ImmutableArray<Atom> atoms, ref int at) => TakePattern(words, atoms, ref at);

    private static bool TakePattern(string pattern, ImmutableArray<Atom> atoms, ref int at)
    {
        int next = at;
        foreach (string word in pattern.Split(' '))
        {
            if (next >= atoms.Length || !Fits(word, atoms[next].Text))
            {
                return false;
            }

            next++;
        }

        at = next;
        return true;
    }

    /// <summary>A suffix stands right after its number; only a version (v4) may stand apart.</summary>
    private static bool TakeSuffix(string suffix, ImmutableArray<Atom> atoms, ref int at)
    {
        bool apart = suffix[0] == 'v' && suffix.Length > 1;
        int next = at;
        if ((!apart && !IsGlued(atoms, at)) || !TakePattern(suffix, atoms, ref next) || IsGlued(atoms, next))
        {
            return false;
        }

        at = next;
        return true;
    }

    private static bool IsGlued(ImmutableArray<Atom> atoms, int at) => at < atoms.Length && atoms[at].Start == atoms[at - 1].End && char.IsLetterOrDigit(atoms[at].Text[0]);

    private static bool Fits(string word, string text)
    {
        if (word.Length != text.Length)
        {
            return false;
        }

        for (int i = 0; i < word.Length; i++)
        {
            if (word[i] == '#' ? !char.IsAsciiDigit(text[i]) : word[i] != text[i])
            {
                return false;
            }
        }

        return true;
    }
}
