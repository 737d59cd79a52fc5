using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Devices;
using LocalRig.Rigs;

namespace LocalRig.Local.Probes;

/// <summary>NVIDIA's graphics processors by what nvidia-smi said.</summary>
internal static class NvidiaCards
{
    private const string What = "NVIDIA";

    // What nvidia-smi prints for a board that has no such memory: [N/A], in older versions [Not Supported].
    private static readonly string[] NoneOfItsOwn = ["[N/A]", "N/A", "[Not Supported]"];

    /// <summary>The devices a program gets, and why others are left out.</summary>
    /// <param name="answer">What the tool said.</param>
    /// <param name="host">Main memory: boards without memory of their own share it.</param>
    /// <param name="texts">Where the variable is set that hides cards; null to read without it.</param>
    public static Seen Read(NvidiaAnswer answer, Host host, IMachineTexts? texts = null)
    {
        if (answer.Lines.IsEmpty)
        {
            return Without(answer);
        }

        ImmutableArray<NvidiaListing> listing = NvidiaListing.Read(answer.Listing);
        VisibleCards? visible = texts is null ? null : VisibleCards.Of(texts, answer.Lines, listing);
        List<Device> whole = [];
        List<string> left = visible is { Cards: null } ? [$"{VisibleCards.Variable}={visible.Named} hides cards, and which ones isn't known of different cards without CUDA_DEVICE_ORDER=PCI_BUS_ID: all are counted"] : [];
        List<Finding> hidden = [];
        IEnumerable<int> places = visible?.Cards ?? Enumerable.Range(0, answer.Lines.Length);
        if (visible is not { Slice: not null } && answer.Lines.Length > places.Count())
        {
            hidden.Add(new Finding(What, $"{answer.Lines.Length - places.Count()} of {answer.Lines.Length} cards are left out: {VisibleCards.Variable}={visible!.Named} hides them", "environment"));
        }

        foreach (int at in places)
        {
            NvidiaLine line = answer.Lines[at];
            bool sliced = line.Sliced || (listing.Length > at && !listing[at].Slices.IsEmpty);
            if (!sliced && Whole(line, host) is { } card)
            {
                whole.Add(card);
            }
            else if (!sliced)
            {
                left.Add($"{line.Name} is left out: {answer.Tool} says {line.MemoryTold} for its memory");
            }
            else if (listing.Length <= at || listing[at].Slices.IsEmpty)
            {
                left.Add($"{line.Name} is left out: it is in MIG mode, and no slice of it is listed");
            }
        }

        Seen slices = visible is { Slice: null, Cards: not null } ? Seen.Nothing : NvidiaSlices.Read(listing, whole, answer.Lines, visible?.Slice);
        whole = [.. whole, .. slices.Devices];
        string when = answer.SeenAt is { } time ? string.Create(CultureInfo.InvariantCulture, $"seen today at {time:HH:mm}; now {answer.Reason}, wait longer with {answer.Longer}") : "";
        string found = string.Join("; ", [.. whole.Select(d => $"{d.Model}, {d.Memory}{Free(d)}"), .. when.Length > 0 ? [when] : Array.Empty<string>()]);
        return new Seen(
            [.. whole],
            [.. found.Length > 0 ? [new Finding(What, found, answer.Tool)] : Array.Empty<Finding>(), .. left.Select(l => new Finding(What, l, answer.Tool)), .. hidden, .. slices.Findings],
            [.. when.Length > 0 ? [$"What nvidia-smi lists was {when}."] : Array.Empty<string>(), .. left.Select(static l => $"{l}."), .. slices.Notes]);
    }

    private static Device? Whole(NvidiaLine line, Host host)
    {
        bool shares = line.SharesHostMemory;
        if (line.Memory is null && !(shares && NoneOfItsOwn.Contains(line.MemoryTold)))
        {
            return null;
        }

        Device known = DeviceNames.Known(new Device
        {
            Name = "gpu0",
            Model = line.Name,
            Backend = Backend.Cuda,
            Memory = shares ? host.Memory : line.Memory!.Value,
            Usable = shares ? host.Usable : line.Free,
            ComputeCapability = line.Capability,
            SharesHostMemory = shares,
        });
        return known with { ComputeCapability = known.ComputeCapability ?? DeviceCatalog.Default.Find(known.CatalogId)?.ComputeCapability };
    }

    private static Seen Without(NvidiaAnswer answer) =>
        answer.State switch
        {
            ToolState.Missing => new([], [new Finding(What, $"none: {answer.Reason}", NvidiaSmi.Tool)], []),
            ToolState.Answered => new([], [new Finding(What, $"none: {answer.Tool} lists no card", answer.Tool)], []),
            ToolState.Slow => new(
                [],
                [new Finding(What, $"not known: {answer.Reason}; wait longer with {answer.Longer}", answer.Tool)],
                [$"NVIDIA cards are left out: {answer.Reason}. It is slow where nothing keeps the driver loaded (nvidia-smi -pm 1 does); wait longer with {answer.Longer}."]),
            _ => new([], [new Finding(What, $"not known: {answer.Reason}", answer.Tool)], [$"NVIDIA cards are left out: {answer.Reason}."]),
        };

    private static string Free(Device device) =>
        device.SharesHostMemory ? " shared with main memory" : device.Usable is { } usable ? $", {usable} free" : ", free memory not told";
}
