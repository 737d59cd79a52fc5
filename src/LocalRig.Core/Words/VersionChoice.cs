using System.Collections.Immutable;
using LocalRig.Contract;
using LocalRig.Devices;
using LocalRig.Prices;
using LocalRig.Units;

namespace LocalRig.Words;

/// <summary>Chooses the version of a device that words mean: by memory, form, cores; where they leave it open the one sold most.</summary>
internal static class VersionChoice
{
    private const double Rounding = 0.03; // 97,887 MiB are told as 97 GB; versions of a card differ by far more

    /// <summary>Every version a part's words leave open, those it is the whole name of first; all of them where none has the memory said.</summary>
    public static ImmutableArray<DeviceVersion> Open(NamedPart part)
    {
        ImmutableArray<KnownDevice> devices = Narrowed(part);
        ImmutableArray<DeviceVersion> all = [.. devices.SelectMany(d => Sold(d, part.Memory))];
        ImmutableArray<DeviceVersion> right = [.. all.Where(v => v.Memory == part.Memory)];
        return right.IsEmpty ? all : right;
    }

    /// <summary>The version meant, and whether another one could be.</summary>
    /// <exception cref="RequestException">No version has what the words say.</exception>
    public static (DeviceVersion Version, ImmutableArray<DeviceVersion> Others) Choose(NamedPart part)
    {
        ImmutableArray<DeviceVersion> open = Open(part);
        if (part.Memory is ByteSize said && !open.Any(v => v.Memory == said))
        {
            DeviceVersion? near = open.FirstOrDefault(v => v.Device.Kind == DeviceKind.Discrete && Math.Abs((double)v.Memory.Bytes / said.Bytes - 1) <= Rounding);
            if (near is not null)
            {
                return (near, []);
            }

            DeviceVersion? together = part.Count > 1 ? open.FirstOrDefault(v => v.Memory * part.Count == said) : null; // "2x 3090 48GB"
            return together is not null ? (together, []) : throw NotSold(part, open, said);
        }

        DeviceVersion usual = open.Length == 1 ? open[0] : Usual(part, open);
        return (usual, [.. open.Where(v => v != usual)]);
    }

    private static ImmutableArray<KnownDevice> Narrowed(NamedPart part)
    {
        Named what = part.Laptop ? Laptop(part) : part.What;
        IEnumerable<KnownDevice> devices = part.Memory is ByteSize said && !what.Whole.Any(d => Has(d, said)) ? what.All.Where(d => Has(d, said)) : what.Whole.IsEmpty ? what.Loose : what.Whole;
        ImmutableArray<KnownDevice> found = [.. devices.Distinct()];
        found = found.IsEmpty ? [.. what.All.Distinct()] : found;
        found = Only(found, d => part.Form is null || d.Id.Split('-').Any(w => w.StartsWith(part.Form, StringComparison.Ordinal) || part.Form.StartsWith(w, StringComparison.Ordinal) && w is "sxm"));
        return Only(found, d => part.Cores is null || d.Id.EndsWith($"-{part.Cores}c", StringComparison.Ordinal));
    }

    private static ImmutableArray<KnownDevice> Only(ImmutableArray<KnownDevice> devices, Func<KnownDevice, bool> has) =>
        devices.Where(has).ToImmutableArray() is { IsEmpty: false } right ? right : devices;

    /// <summary>The notebook's version of a card; unified devices have none of their own.</summary>
    /// <exception cref="RequestException">LocalRig knows none.</exception>
    private static Named Laptop(NamedPart part)
    {
        if (part.What.All.Any(d => d.Kind != DeviceKind.Discrete || d.Id.Contains("laptop", StringComparison.Ordinal)))
        {
            return part.What;
        }

        ImmutableArray<Atom> name = AtomReader.Read($"{part.Name} laptop");
        return NameBook.For(name).Find(string.Join(' ', name.Select(a => a.Text)))
            ?? throw new RequestException(new Problem(ErrorCode.RigUnknown, $"LocalRig knows no notebook version of {part.Text}.", "Write its memory: gpu:8GB.", "rig"));
    }

    private static bool Has(KnownDevice device, ByteSize memory) => Sold(device, memory).Any(v => v.Memory == memory);

    /// <summary>The memory a device is sold with; modules plugged into the machine of a processor with graphics make any size up to its most.</summary>
    private static IEnumerable<DeviceVersion> Sold(KnownDevice device, ByteSize? said) =>
        device.IsHost || (device.Kind == DeviceKind.Unified && device.Maker is "AMD" or "Intel" && said is not null)
            ? [new DeviceVersion(device, said is ByteSize wanted && wanted <= device.Memory ? wanted : device.Memory)]
            : device.MemoryVersions.IsEmpty ? [new DeviceVersion(device, device.Memory)] : device.MemoryVersions.Select(size => new DeviceVersion(device, size));

    /// <summary>The version meant where words leave it open: the one known to be sold most, else the plain name's, else the one sold first, else the smallest.</summary>
    private static DeviceVersion Usual(NamedPart part, ImmutableArray<DeviceVersion> open)
    {
        if (UsualVersion.All.Select(usual => open.FirstOrDefault(v => v.Id == usual.Id && v.Memory == usual.Memory)).FirstOrDefault(v => v is not null) is DeviceVersion known)
        {
            return known;
        }

        string id = part.Text.ToLowerInvariant();
        return open.Where(v => v.Id == id).OrderBy(v => v.Memory).LastOrDefault() // an id means its row as it stands, in the largest version
            ?? open.OrderBy(v => NamesMemory(v.Id)).ThenBy(v => First(v.Id)).ThenBy(v => v.Memory).ThenBy(v => v.BandwidthGigabytes).ThenBy(v => v.Id, StringComparer.Ordinal).First();
    }

    /// <summary>Whether an id tells its memory: rtx-2060-12-gb stands beside rtx-2060, the usual one.</summary>
    private static bool NamesMemory(string id) => id.EndsWith("gb", StringComparison.Ordinal);

    /// <summary>The first day it was sold; the last of days where it isn't known.</summary>
    private static DateOnly First(string id) => PriceList.Default.Of(id, DateOnly.MaxValue).Launch?.Claim.By.Date.First ?? DateOnly.MaxValue;

    private static RequestException NotSold(NamedPart part, ImmutableArray<DeviceVersion> open, ByteSize said)
    {
        string id = open.Select(v => v.Id).Distinct().Count() == 1 ? open[0].Id : part.Text;
        string sold = string.Join(", ", open.Select(v => v.Memory).Distinct().Order().Select(s => $"{s.Gibibytes:0.#}"));
        string maker = open[0].Device.Maker;
        string[] others =
        [
            .. DeviceCatalog.Default.WithMemory(maker, said).Select(other => other.Id)
                .OrderByDescending(other => other.Split('-')[0] == open[0].Id.Split('-')[0])
                .Take(5),
        ];
        string hint = others.Length == 0 ? $"Write {open[^1].Id}:{open[^1].Memory.Gibibytes:0.#}." : $"With {said.Gibibytes:0.#} GB there are {string.Join(", ", others)}.";
        return new RequestException(new Problem(ErrorCode.RigUnknown, $"There is no {id} with {said.Gibibytes:0.#} GB; it comes with {sold} GB.", $"{hint} Main memory is written \"+ {said.Gibibytes:0.#}GB\".", "rig"));
    }
}
