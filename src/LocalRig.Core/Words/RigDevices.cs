using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Contract;
using LocalRig.Devices;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Words;

/// <summary>Several of one device, its version chosen.</summary>
/// <param name="Device">One of them.</param>
/// <param name="Count">How many.</param>
/// <param name="Words">How one is written.</param>
internal sealed record ChosenDevice(Device Device, int Count, string Words);

/// <summary>The graphics processors that a rig's parts mean.</summary>
internal static class RigDevices
{
    private const double MegaTransfers = 1e6;
    private const int BitsPerByte = 8;
    private const int MostOthers = 4; // named in a notice; more are no help

    // amdgpu.gttsize=126976 of 131072 MiB (README of kyuz0/amd-strix-halo-toolboxes): 4 GiB stay with the system.
    private static readonly ByteSize SystemsShare = ByteSize.FromGibibytes(4);

    /// <summary>Chooses the version of every one.</summary>
    /// <exception cref="RequestException">One of them was never sold so, or they can't be in one machine.</exception>
    public static ImmutableArray<ChosenDevice> Of(RigParts parts)
    {
        ImmutableArray<ChosenDevice> chosen = [.. parts.Devices.Select(part => Choose(part, parts))];
        if (chosen.Sum(c => c.Count) is var all and > RigLimits.Devices)
        {
            throw Wrong($"{all} devices are more than a rig has ({RigLimits.Devices}).", "Several machines are planned by `localrig serve`.");
        }

        return chosen;
    }

    /// <summary>The rig of some devices and a host.</summary>
    public static Rig Rig(RigParts parts, ImmutableArray<ChosenDevice> chosen, MainMemory main)
    {
        ImmutableArray<Device>.Builder devices = ImmutableArray.CreateBuilder<Device>();
        foreach (ChosenDevice several in chosen)
        {
            for (int i = 0; i < several.Count; i++)
            {
                devices.Add(several.Device with { Name = $"gpu{devices.Count}" });
            }
        }

        Device? shared = devices.FirstOrDefault(d => d.SharesHostMemory);
        Host host = shared is null
            ? main.Host
            : new Host { Memory = shared.Memory, Usable = shared.Backend == Backend.Metal ? null : shared.Usable, Bandwidth = shared.Bandwidth };
        IEnumerable<string> named = chosen.Select(c => c.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"{c.Count}x {c.Words}") : c.Words);
        IEnumerable<string> all = shared is null && main.Words is string words ? [.. named, words] : named;
        return new Rig { Name = string.Join(" + ", all), Devices = devices.ToImmutable(), Host = host, Notes = parts.Notices.ToImmutable() };
    }

    private static ChosenDevice Choose(NamedPart part, RigParts parts)
    {
        if (part.Card is Backend backend)
        {
            ByteSize size = part.Memory ?? throw Wrong($"\"{part.Text}\" needs a size.", $"Write {part.Text}:24GB.");
            return new ChosenDevice(new Device { Name = "gpu0", Backend = backend, Memory = size }, part.Count, $"{(part.Name.Length == 0 ? part.Text.ToLowerInvariant() : "gpu")}:{MainMemory.Written(size)}");
        }

        if (part.What.IsAmbiguousMachine)
        {
            throw Wrong($"{part.Text} names a computer that was sold with several chips.", "Say which: M2 Ultra, M4 Max 64GB.");
        }

        (DeviceVersion version, ImmutableArray<DeviceVersion> others) = VersionChoice.Choose(part);
        if (!others.IsEmpty)
        {
            string[] also = [.. others.Select(o => o.Words).Distinct().Where(o => o != version.Words)];
            string rest = also.Length > MostOthers ? $" and {also.Length - MostOthers} more" : "";
            parts.Notices.Add($"\"{part.Text}\" is taken for {version.Words}; there is also {string.Join(", ", also.Take(MostOthers))}{rest}.");
        }

        Device device = version.Device.AsDevice("gpu0")! with { Memory = version.Memory };
        if (version.IsUnified && version.Device is { Maker: not "Apple", BusBits: int bits } && parts.Memory.Rate is int rate)
        {
            device = device with { Bandwidth = new Bandwidth(rate * MegaTransfers * bits / BitsPerByte) };
        }

        return new ChosenDevice(device with { Usable = Usable(device) }, part.Count, version.Words);
    }

    /// <summary>A machine's memory is one: graphics in a processor take main memory's size, are one however often they are named, and stay idle beside a card.</summary>
    /// <exception cref="RequestException">Two machines are named, or one memory in two sizes.</exception>
    public static void OneMachine(RigParts parts)
    {
        NamedPart[] shared = [.. parts.Devices.Where(p => p.What.All.Any() && p.What.All.All(d => d.SharesHostMemory))];
        if (shared.Length == 0)
        {
            ProcessorGraphics(parts);
            return;
        }

        NamedPart one = shared.Skip(1).Aggregate(shared[0], Merge);
        int place = parts.Devices.IndexOf(shared[0]);
        parts.Devices.RemoveAll(shared.Contains);
        if (parts.Devices.Count > 0)
        {
            // ggml_backend_dev_type IGPU: llama.cpp takes such a device only where there is no other (pull request 15797).
            parts.Memory.Bandwidth ??= parts.Memory.Rate is null ? one.What.All.First().Bandwidth : null;
            parts.Memory.Bytes ??= one.Memory;
            parts.Notices.Add($"The graphics of {one.Text} are left out: llama.cpp uses a processor's graphics only where there is no card.");
            return;
        }

        if (one.Memory is ByteSize own && parts.Memory.Bytes is ByteSize main && own != main)
        {
            throw Wrong($"{one.Text} shares main memory, which is said to be {own} and {main}.", "Say its size once.");
        }

        one.Memory ??= parts.Memory.Bytes;
        parts.Devices.Insert(place, one);
    }

    /// <summary>A processor known for its graphics, and no card beside it: models run on those.</summary>
    private static void ProcessorGraphics(RigParts parts)
    {
        if (parts.Devices.Count > 0 || parts.Processors is not [{ What.Graphics: { Length: > 0 } graphics } processor] || DeviceCatalog.Default.Find(graphics) is not KnownDevice device)
        {
            return;
        }

        parts.Processors.Clear();
        parts.Devices.Add(processor with { What = Named.Nothing.With(device, whole: true), Memory = processor.Memory ?? parts.Memory.Bytes });
    }

    private static NamedPart Merge(NamedPart first, NamedPart second)
    {
        Named both = new(
            [.. first.What.All.Where(d => second.What.Whole.Contains(d) || (first.What.Whole.Contains(d) && second.What.Loose.Contains(d)))],
            [.. first.What.Loose.Where(second.What.Loose.Contains)]);
        if (!both.All.Any())
        {
            throw first.What.Machine || second.What.Machine
                ? Wrong($"There is no {first.Text} with {second.Text}.", "Leave one of them out.")
                : Wrong($"{first.Text} and {second.Text} are two machines.", "Several machines are planned by `localrig serve`: \"m2-ultra-76c:192 / m3-max-40c:128 over 10gbe\".");
        }

        both = both with { Machine = first.What.Machine && second.What.Machine };
        return first with { What = both, Text = first.What.Machine ? second.Text : first.Text, Name = first.What.Machine ? second.Name : first.Name, Memory = first.Memory ?? second.Memory, Cores = first.Cores ?? second.Cores, Count = Math.Max(first.Count, second.Count) };
    }

    /// <summary>What Metal recommends, or what the driver reports; else what the settings advised for Strix Halo let its graphics map (docs/rigs.md); a card's own memory is all its.</summary>
    internal static ByteSize? Usable(Device device) =>
        device.Backend == Backend.Metal ? AppleMemory.WorkingSet(device.Memory)
        : ReportedMemory.Of(device.CatalogId, device.Memory) is ByteSize reported ? reported
        : device.SharesHostMemory ? device.Memory - ByteSize.Min(SystemsShare, device.Memory)
        : device.Usable;

    private static RequestException Wrong(string message, string hint) => new(new Problem(ErrorCode.RigUnknown, message, hint, "rig"));
}
