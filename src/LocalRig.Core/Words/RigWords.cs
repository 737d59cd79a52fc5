using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Contract;
using LocalRig.Devices;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Words;

/// <summary>Rigs in words, parts joined by <c>+</c>: <c>2x rtx-3090</c>, <c>rtx-4070 + 64GB ddr5-6000</c>, <c>m3-max-40c:128</c>,
/// <c>gpu:24GB</c> for a card known by its size alone, <c>64GB</c> or <c>none + 64GB</c> for a processor alone.</summary>
public static class RigWords
{
    private const int MostDevices = 64;

    // A transfer moves 8 bytes per channel; desktops have two channels (JEDEC DDR4 and DDR5).
    private const long BytesPerTransfer = 16;
    private const long MegaTransfers = 1_000_000;

    // amdgpu.gttsize=126976 of 131072 MiB (README of kyuz0/amd-strix-halo-toolboxes): 4 GiB stay with the system.
    private static readonly ByteSize SystemsShare = ByteSize.FromGibibytes(4);

    private static readonly ByteSize DefaultHost = ByteSize.FromGibibytes(64);

    /// <summary>Reads such a rig, or null when the text isn't one.</summary>
    public static Rig? TryParse(string text)
    {
        ImmutableArray<Device>.Builder devices = ImmutableArray.CreateBuilder<Device>();
        Host? host = null;
        bool none = false;
        foreach (string term in text.Split('+', StringSplitOptions.TrimEntries))
        {
            if (term.Equals("none", StringComparison.OrdinalIgnoreCase))
            {
                none = true;
                continue;
            }

            if (MainMemory(term) is Host named)
            {
                if (host is not null)
                {
                    return null;
                }

                host = named;
            }
            else if (!TryDevices(term, devices))
            {
                return null;
            }
        }

        if (none && (host is null || devices.Count > 0))
        {
            return null;
        }

        host ??= devices.FirstOrDefault(d => d.SharesHostMemory) is Device shared
            ? new Host { Memory = shared.Memory, Usable = shared.Backend == Backend.Metal ? null : shared.Usable, Bandwidth = shared.Bandwidth }
            : new Host { Memory = DefaultHost, Assumed = true };
        return new Rig { Name = Name(text, devices), Devices = devices.ToImmutable(), Host = host };
    }

    /// <summary>The words as given, but with the version that a name without its memory was taken for.</summary>
    private static string Name(string text, IEnumerable<Device> devices)
    {
        string name = text;
        foreach (string term in text.Split('+', StringSplitOptions.TrimEntries))
        {
            string device = term[(term.IndexOf("x ", StringComparison.OrdinalIgnoreCase) is var times and > 0 && term[..times].All(char.IsAsciiDigit) ? times + 2 : 0)..].Trim();
            string bare = device.Split(':')[0];
            if (devices.FirstOrDefault(d => d.CatalogId is string id && id != bare && id.StartsWith(bare.ToLowerInvariant() + "-", StringComparison.Ordinal)) is { CatalogId: string meant }
                && DeviceCatalog.Default.Device(bare.ToLowerInvariant(), "gpu0") is null)
            {
                name = name.Replace(device, meant, StringComparison.Ordinal);
            }
        }

        return name;
    }

    /// <summary>How many of one device a rig can have, where the text asks for another number; null where it doesn't.</summary>
    public static string? WrongCount(string text)
    {
        foreach (string term in text.Split('+', StringSplitOptions.TrimEntries))
        {
            int times = term.IndexOf('x', StringComparison.OrdinalIgnoreCase);
            if (times > 0 && double.TryParse(term.AsSpan(0, times), NumberStyles.Float, CultureInfo.InvariantCulture, out double count) && count is not (>= 1 and <= MostDevices))
            {
                return $"A rig has 1 to {MostDevices} of a device; a processor alone is written as its memory: 64GB.";
            }
        }

        return null;
    }

    /// <summary>The nearest processor to a mistyped one, or null.</summary>
    public static string? Nearest(string text) => Spelling.Nearest(text.Trim(), DeviceCatalog.Default.Ids);

    /// <summary><c>64GB</c>, <c>64GB ddr5-6000</c>, or a processor by name.</summary>
    private static Host? MainMemory(string term)
    {
        string[] words = term.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length is 0 or > 2 || !FriendlyNumber.TryBytes(words[0], out ByteSize memory) || memory <= ByteSize.Zero)
        {
            return Processor(term);
        }

        if (words.Length == 1)
        {
            return new Host { Memory = memory };
        }

        string[] kind = words[1].Split('-');
        return kind.Length == 2 && kind[0].StartsWith("ddr", StringComparison.OrdinalIgnoreCase)
            && long.TryParse(kind[1], NumberStyles.None, CultureInfo.InvariantCulture, out long rate)
            ? new Host { Memory = memory, Bandwidth = new Bandwidth((double)rate * MegaTransfers * BytesPerTransfer) }
            : null;
    }

    /// <summary>A processor by name, with all the memory it takes or, after a colon, with so many GiB of it.</summary>
    private static Host? Processor(string term)
    {
        string[] parts = term.Split(':', 2);
        return DeviceCatalog.Default.Host(parts[0]) is not Host host ? null
            : parts.Length == 1 ? host
            : int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int gibibytes) && gibibytes > 0 && ByteSize.FromGibibytes(gibibytes) <= host.Memory
                ? host with { Memory = ByteSize.FromGibibytes(gibibytes) }
                : null;
    }

    private static bool TryDevices(string term, ImmutableArray<Device>.Builder devices)
    {
        int count = 1;
        int times = term.IndexOf('x', StringComparison.OrdinalIgnoreCase);
        if (times > 0 && int.TryParse(term.AsSpan(0, times), NumberStyles.None, CultureInfo.InvariantCulture, out int given))
        {
            (count, term) = (given, term[(times + 1)..].Trim());
        }

        if (count is < 1 or > MostDevices || OneDevice(term) is not Device device)
        {
            return false;
        }

        for (int i = 0; i < count; i++)
        {
            devices.Add(device with { Name = $"gpu{devices.Count}", Usable = Usable(device) });
        }

        return true;
    }

    /// <summary>What Metal recommends, or what the settings advised for Strix Halo let its graphics map (docs/rigs.md); a card's own memory is all its.</summary>
    private static ByteSize? Usable(Device device) =>
        device.Backend == Backend.Metal ? AppleMemory.WorkingSet(device.Memory)
        : device.SharesHostMemory ? device.Memory - SystemsShare
        : null;

    /// <summary><c>rtx-3090</c>, <c>m3-max-40c:128</c> (gigabytes of that version), <c>cuda:24GB</c>.</summary>
    private static Device? OneDevice(string term)
    {
        string[] parts = term.Split(':', 2);
        Device? known = DeviceCatalog.Default.Device(parts[0].ToLowerInvariant(), "gpu0");
        if (parts.Length == 1)
        {
            return known ?? Version(parts[0], null);
        }

        bool version = int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int gigabytes);
        ByteSize memory = version ? ByteSize.FromGibibytes(gigabytes) : FriendlyNumber.TryBytes(parts[1], out ByteSize size) ? size : ByteSize.Zero;
        if (known is null && memory > ByteSize.Zero && Version(parts[0], Whole(memory)) is Device one)
        {
            return one;
        }

        Backend? backend = parts[0].Equals("gpu", StringComparison.OrdinalIgnoreCase) ? Backend.Cuda : Backends.Find(parts[0]);
        if (known is not null && memory > ByteSize.Zero)
        {
            memory = Sold(parts[0].ToLowerInvariant(), memory);
        }

        return memory <= ByteSize.Zero ? null
            : known is not null ? known with { Memory = memory }
            : backend is null or Backend.Cpu || version ? null
            : new Device { Name = "gpu0", Backend = backend.Value, Memory = memory };
    }

    private static Device? Version(string name, ByteSize? memory) =>
        DeviceVersions.Find(name, memory) is string id ? DeviceCatalog.Default.Device(id, "gpu0") : null;

    /// <summary>24GB on a card's box means 24 GiB.</summary>
    private static ByteSize Whole(ByteSize memory) => memory.Bytes % ByteSize.BytesPerGigabyte == 0 ? ByteSize.FromGibibytes(memory.Gigabytes) : memory;

    /// <summary>The memory of that version; one nobody sold is refused, with what comes nearest.</summary>
    private static ByteSize Sold(string id, ByteSize memory)
    {
        KnownDevice known = DeviceCatalog.Default.Find(id)!;
        ImmutableArray<ByteSize> sizes = known.MemoryVersions;
        ByteSize whole = Whole(memory);
        if (sizes.IsEmpty || sizes.Contains(whole))
        {
            return whole;
        }

        string sold = string.Join(", ", sizes.Select(s => $"{s.Gibibytes:0.#}"));
        string[] others =
        [
            .. DeviceCatalog.Default.WithMemory(known.Maker, whole).Select(other => other.Id)
                .OrderByDescending(other => other.Split('-')[0] == id.Split('-')[0])
                .Take(5),
        ];
        string hint = others.Length == 0 ? $"Write {id}:{sizes[^1].Gibibytes:0.#}." : $"With {whole.Gibibytes:0.#} GB there are {string.Join(", ", others)}.";
        throw new RequestException(new Problem(ErrorCode.RigUnknown, $"There is no {id} with {whole.Gibibytes:0.#} GB; it comes with {sold} GB.", hint, "rig"));
    }
}
