using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using LocalRig.Devices;
using LocalRig.Units;

namespace LocalRig.Words;

/// <summary>Finds devices by the names people give them: <c>dual used RTX 3090</c>, <c>MacBook Air M3 16GB</c>, <c>Threadripper 7995WX</c>.</summary>
internal static partial class DeviceNames
{
    private const int MostDevices = 64;
    private const int MostLetters = 120; // longer than any product's name; more is a sentence

    // Words that say nothing about which device is meant, or only what it is built into.
    private static readonly HashSet<string> Filler =
    [
        .. ProductName.Brands, "used", "new", "second", "hand", "refurbished", "card", "cards", "gpus", "desktop", "pc",
        "a", "an", "the", "one", "single", "high", "end", "with", "of", "ram", "vram", "unified", "memory", "mac", "macbook", "air", "mini", "studio", "imac",
        "ryzen", "workstation", "and", "or", "on", "version", "variant", "chip", "series",
    ];

    private static readonly Dictionary<string, int> Counts = new() { ["dual"] = 2, ["two"] = 2, ["three"] = 3, ["triple"] = 3, ["four"] = 4, ["quad"] = 4, ["eight"] = 8 };

    /// <summary>The device, or null when no catalogue entry has such a name.</summary>
    public static NamedDevice? Find(string text)
    {
        if (text.Length > MostLetters)
        {
            return null;
        }

        string plain = text.ToLowerInvariant().Replace('×', 'x').Replace("macbook pro", "", StringComparison.Ordinal).Replace("mac pro", "", StringComparison.Ordinal);
        ByteSize? stated = null;
        plain = MemoryWord().Replace(plain, match =>
        {
            stated = ByteSize.FromGibibytes(double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)); // boxes say GB and mean GiB
            return " ";
        });
        int count = 1;
        List<string> words = [];
        foreach (string word in ProductName.Words(Times().Replace(plain, "$1x ")))
        {
            if (Counts.TryGetValue(word, out int given) || (word is [_, 'x'] or [_, _, 'x'] && int.TryParse(word.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out given)))
            {
                count = given;
            }
            else if (!Filler.Contains(word))
            {
                words.Add(word);
            }
        }

        ImmutableArray<DeviceVersion> versions = words.Count == 0 || count is < 1 or > MostDevices ? [] : Versions(words, stated);
        return versions.IsEmpty ? null : new NamedDevice(text.Trim(), count, stated, versions);
    }

    /// <summary>Why a name stands for no device.</summary>
    public static string Unknown(string name) =>
        Computer().IsMatch(name) ? $"'{name}' names a computer that was sold with several chips; say which: M2 Ultra, M4 Max." : $"No device LocalRig knows is called '{name}'.";

    private static ImmutableArray<DeviceVersion> Versions(List<string> words, ByteSize? stated)
    {
        string name = string.Join('-', words);
        ImmutableArray<KnownDevice> called = [.. DeviceCatalog.Default.Called(name)];
        IEnumerable<DeviceVersion> sold = (called.IsEmpty ? Meant(Platform(name).Split('-')) : called).SelectMany(device => Sold(device, stated));
        ImmutableArray<DeviceVersion> all = [.. sold.OrderBy(v => v.Memory).ThenBy(v => v.BandwidthGigabytes)];
        ImmutableArray<DeviceVersion> right = [.. all.Where(v => v.Memory == stated)];
        return right.IsEmpty ? all : right;
    }

    /// <summary>The devices whose id has the words of a name.</summary>
    private static ImmutableArray<KnownDevice> Meant(string[] key)
    {
        if (key.All(w => Series().IsMatch(w) || Version().IsMatch(w)) && !key.Any(w => w.Length > 2 && char.IsAsciiDigit(w[0]) && char.IsAsciiDigit(w[^1])))
        {
            return []; // "RTX" or "ada" alone names no device
        }

        return [.. DeviceCatalog.Default.All.Where(device => Means(device.Id.Split('-'), key))];
    }

    private static IEnumerable<DeviceVersion> Sold(KnownDevice device, ByteSize? stated) =>
        device.IsHost
            ? [new DeviceVersion(device, stated is ByteSize wanted && wanted <= device.Memory ? wanted : device.Memory)]
            : device.MemoryVersions.Select(size => new DeviceVersion(device, size));

    /// <summary>Whether an id's words contain the key, with nothing before it but a series and nothing after it but a version.</summary>
    private static bool Means(string[] id, string[] key)
    {
        for (int at = 0; at + key.Length <= id.Length; at++)
        {
            if (id.AsSpan(at, key.Length).SequenceEqual(key))
            {
                return (id[0] == "cpu" && key.Any(w => w.Length > 2 && w.All(char.IsAsciiLetter))) || (id[0] != "cpu" && id.Take(at).All(w => Series().IsMatch(w)) && id.Skip(at + key.Length).All(w => Version().IsMatch(w)));
            }
        }

        return false;
    }

    /// <summary>The platform of the catalogue that a Threadripper's number stands for; other names as they are.</summary>
    private static string Platform(string name)
    {
        Match processor = ThreadripperPro().Match(name);
        if (processor.Success)
        {
            return $"threadripper-pro-{processor.Groups[1].ValueSpan}000";
        }

        processor = Threadripper().Match(name);
        return processor.Success ? $"threadripper-{processor.Groups[1].ValueSpan}000" : name;
    }

    [GeneratedRegex(@"(?<![\w.])(\d{1,4}(?:\.\d)?)\s*gi?b\b")]
    private static partial Regex MemoryWord();

    [GeneratedRegex(@"^\s*(?:(?:an?|the|used)\s)?(?:mac|macbook|imac)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Computer();

    [GeneratedRegex(@"(?<![\w])(\d{1,2})\s?x\s")]
    private static partial Regex Times();

    [GeneratedRegex(@"^(rtx|gtx|rx|gb10|tesla|quadro|arc|jetson|cpu)$")]
    private static partial Regex Series();

    [GeneratedRegex(@"^(\d+|\d+gb|gb|\d+c|\d+ch|gddr\d\w?|ada|pcie|sxm\d?|xmx)$")]
    private static partial Regex Version();

    // AMD's workstation numbers: 5995WX, 7975WX. The 3995WX has the 5995WX's memory.
    [GeneratedRegex(@"(?:threadripper-)?(?:pro-)?([579])9\d5wx$")]
    private static partial Regex ThreadripperPro();

    [GeneratedRegex(@"(?:threadripper-)?([379])9\d0x$")]
    private static partial Regex Threadripper();
}
