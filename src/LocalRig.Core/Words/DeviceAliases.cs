using System.Globalization;
using LocalRig.Devices;

namespace LocalRig.Words;

/// <summary>The names one device goes by: its id, product and other names, each without memory, without maker and series, and without what tells versions apart.</summary>
internal static class DeviceAliases
{
    private const int FewestDigits = 3; // of a number that stands alone for a card: 580, 3090

    // Words before a name that people leave out.
    private static readonly string[] Series = ["nvidia", "geforce", "quadro", "tesla", "amd", "radeon", "instinct", "intel", "apple", "jetson", "rtx", "gtx", "rx", "arc", "cpu"];

    // Words in a name that people leave out although versions differ by them.
    private static readonly HashSet<string> Forms = ["pcie", "sxm", "nvl", "blackwell", "ada", "generation", "edition", "workstation", "gddr"];

    // What is sold under a letter for a word: RTX 4080S.
    private static readonly (string Word, string Letter)[] Short = [("super", "s"), ("laptop", "m")];

    /// <summary>The names, as <see cref="AtomReader.Key"/> writes them, and whether nothing but the memory is left out.</summary>
    public static IEnumerable<(string Name, bool Whole)> Of(KnownDevice device)
    {
        IEnumerable<string> given = [device.Id, device.IsHost ? device.Id : device.Product, .. device.Names, .. device.DriverNames];
        foreach (string name in given)
        {
            string[] whole = WithoutMemory(AtomReader.Key(name).Split(' '));
            foreach (string[] words in WithoutSeries(whole, loose: false))
            {
                yield return (string.Join(' ', words), true);
                if (Shortened(words) is string[] letter)
                {
                    yield return (string.Join(' ', letter), true);
                }
            }

            string[] loose = WithoutForms(whole);
            if (loose.Length < whole.Length)
            {
                foreach (string[] words in WithoutSeries(loose, loose: true))
                {
                    yield return (string.Join(' ', words), false);
                }
            }
        }
    }

    private static string[] WithoutMemory(string[] words)
    {
        List<string> rest = [];
        for (int at = 0; at < words.Length; at++)
        {
            if (at > 0 && at + 1 < words.Length && IsNumber(words[at]) && words[at + 1] == "gb")
            {
                at++;
            }
            else
            {
                rest.Add(words[at]);
            }
        }

        return [.. rest];
    }

    private static string[] WithoutForms(string[] words)
    {
        List<string> rest = [];
        for (int at = 0; at < words.Length; at++)
        {
            bool counted = at > 0 && at + 1 < words.Length && IsNumber(words[at]) && words[at + 1] is "c" or "eu" or "core"; // m3-max-40c, iris-xe-96eu
            if (counted)
            {
                at++;
            }
            else if (at > 0 && Forms.Contains(words[at]))
            {
                while (words[at] != "pcie" && at + 1 < words.Length && (words[at + 1].Length == 1 && (IsNumber(words[at + 1]) || words[at + 1] == "x"))) // sxm2, gddr6x
                {
                    at++;
                }
            }
            else
            {
                rest.Add(words[at]);
            }
        }

        return [.. rest];
    }

    /// <summary>The words, and what is left when series are left out one after the other, as long as that still names one device.</summary>
    private static IEnumerable<string[]> WithoutSeries(string[] words, bool loose)
    {
        if (words.Length > 0 && Stands(words, ""))
        {
            yield return words;
        }

        string series = "";
        bool gaming = !loose; // a number alone is a gaming card's: 6000 is no Quadro RTX 6000
        while (words.Length > 1 && Array.IndexOf(Series, words[0]) >= 0)
        {
            series = words[0];
            gaming &= series is "nvidia" or "geforce" or "amd" or "radeon" or "rtx" or "gtx" or "rx";
            words = words[1..];
            if (Stands(words, gaming ? series : "quadro"))
            {
                yield return words;
            }
        }

        if (words is ["pro" or "ai", .., _] && words[^1].Any(char.IsAsciiDigit)) // Radeon AI PRO R9700, Arc Pro B70
        {
            string[] number = [.. words.SkipWhile(w => w is "pro" or "ai")];
            if (number.Length > 0 && char.IsAsciiLetter(number[0][0]))
            {
                yield return number;
            }
        }
    }

    /// <summary>Whether words can stand for a device: not a series alone, and a number alone only where it is a gaming card's.</summary>
    private static bool Stands(string[] words, string series)
    {
        bool digits = words.Any(w => w.Any(char.IsAsciiDigit));
        bool number = words.All(w => IsNumber(w));
        return digits ? !number || (series is "rtx" or "gtx" or "rx" && words[0].Length >= FewestDigits) : words.Length > 1 || (series.Length == 0 && Array.IndexOf(Series, words[0]) < 0);
    }

    private static string[]? Shortened(string[] words)
    {
        (string word, string letter) = Short.FirstOrDefault(s => s.Word == words[^1]);
        return word is not null && words.Length > 1 ? [.. words[..^1], letter] : null;
    }

    private static bool IsNumber(string word) => double.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
}
