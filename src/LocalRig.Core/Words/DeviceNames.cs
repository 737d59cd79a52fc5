using System.Collections.Immutable;
using LocalRig.Contract;
using LocalRig.Units;

namespace LocalRig.Words;

/// <summary>Finds one kind of device by the name people give it: <c>dual used RTX 3090</c>, <c>MacBook Air M3 16GB</c>, <c>Threadripper 7995WX</c>.</summary>
internal static class DeviceNames
{
    private const int MostLetters = 120; // longer than any product's name; more is a sentence

    /// <summary>The device, or null when no catalogue entry has such a name.</summary>
    public static NamedDevice? Find(string text)
    {
        if (text.Length > MostLetters)
        {
            return null;
        }

        try
        {
            RigParts parts = RigSentence.Read(text);
            RigDevices.OneMachine(parts);
            NamedPart[] named = [.. parts.Devices, .. parts.Processors];
            if (named is not [{ Card: null } part] || part.What.IsAmbiguousMachine)
            {
                return null;
            }

            ByteSize? stated = part.Memory ?? parts.Memory.Bytes;
            NamedPart any = part with { What = new Named([.. part.What.All.Distinct()], []), Memory = stated };
            ImmutableArray<DeviceVersion> versions = [.. VersionChoice.Open(any).OrderBy(v => v.Memory).ThenBy(v => v.BandwidthGigabytes)];
            return new NamedDevice(text.Trim(), part.Count, stated, versions);
        }
        catch (RequestException)
        {
            return null;
        }
    }

    /// <summary>Why a name stands for no device.</summary>
    public static string Unknown(string name) =>
        IsComputer(name) ? $"'{name}' names a computer that was sold with several chips; say which: M2 Ultra, M4 Max." : $"No device LocalRig knows is called '{name}'.";

    /// <summary>Whether a name begins with a computer's: Mac, MacBook, iMac, with or without an article.</summary>
    private static bool IsComputer(string name)
    {
        string[] words = name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        string first = words is [string article, string next, ..] && Articles.Contains(article) ? next : words.FirstOrDefault("");
        string letters = string.Concat(first.TakeWhile(static c => char.IsLetterOrDigit(c) || c == '_'));
        return Computers.Contains(letters);
    }

    private static readonly HashSet<string> Articles = new(["a", "an", "the", "used"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Computers = new(["mac", "macbook", "imac"], StringComparer.OrdinalIgnoreCase);
}
