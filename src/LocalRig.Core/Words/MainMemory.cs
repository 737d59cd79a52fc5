using System.Globalization;
using LocalRig.Contract;
using LocalRig.Devices;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Words;

/// <summary>The host that words for main memory and processors mean.</summary>
/// <param name="Host">The host.</param>
/// <param name="Words">How it is written; null where nothing is said of it.</param>
internal sealed record MainMemory(Host Host, string? Words)
{
    // A transfer moves 8 bytes on each 64-bit channel (JEDEC DDR3 to DDR5).
    private const long BytesPerTransfer = 8;
    private const long MegaTransfers = 1_000_000;
    private const int DesktopChannels = 2; // of desktops and notebooks; more modules than four mean a server's board, a channel each
    private const int DesktopModules = 4;
    private const int ChannelBits = 64;

    private static readonly ByteSize Least = new(64 * ByteSize.BytesPerMebibyte); // an operating system alone takes more

    private static readonly ByteSize DefaultSize = ByteSize.FromGibibytes(64);

    /// <summary>The host of a rig's parts; null where nothing is said of it.</summary>
    public static MainMemory Of(RigParts parts)
    {
        NamedMemory memory = parts.Memory;
        NamedPart? part = parts.Processors.Count == 0 ? null : parts.Processors[0];
        KnownDevice? processor = part is null ? null : Processor(parts);
        bool literal = part is not null && DeviceCatalog.Default.Find(part.Text.ToLowerInvariant()) is not null;
        ByteSize? size = memory.Bytes ?? part?.Memory ?? (literal ? processor!.Memory : null);
        if (memory.Bytes is ByteSize said && (said < Least || said > RigLimits.HostMemory))
        {
            throw new RequestException(new Problem(ErrorCode.RigUnknown, $"No machine has {said} of main memory.", "Write it as 64GB.", "rig"));
        }

        if (processor is not null && size > processor.Memory && literal && processor.Memory > ByteSize.Zero)
        {
            throw new RequestException(new Problem(ErrorCode.RigUnknown, $"{processor.Id} takes at most {processor.Memory}.", "Write less memory.", "rig"));
        }

        (Bandwidth? bandwidth, string kind) = Speed(memory, processor, part?.Count ?? 1);
        Host host = new() { CatalogId = processor?.Id, Memory = size ?? (processor is { Memory.Bytes: > 0 } ? ByteSize.Min(DefaultSize, processor.Memory) : DefaultSize), Assumed = size is null, Bandwidth = bandwidth };
        string words = string.Join(' ', new[] { memory.Bytes is null && kind.Length == 0 ? "" : size is ByteSize whole ? Written(whole) : "", kind }.Where(w => w.Length > 0));
        // An id alone means all the memory it takes; without "cpu-" it is a name, whose memory is assumed.
        string named = processor is null ? ""
            : (part!.Count > 1 ? $"{part.Count}x " : "") + (size is null ? processor.Id.Replace("cpu-", "", StringComparison.Ordinal) : processor.Id) + (memory.Bytes is null && part.Memory is ByteSize own && own != processor.Memory ? $":{own.Gibibytes:0.##}" : "");
        string all = string.Join(" + ", new[] { named, words }.Where(w => w.Length > 0));
        return new MainMemory(host, all.Length > 0 ? all : null);
    }

    /// <summary>A size as it is written: <c>64GB</c>, and <c>62.7GiB</c> where it is no whole number.</summary>
    public static string Written(ByteSize size) =>
        size.Bytes % ByteSize.BytesPerGibibyte == 0 ? string.Create(CultureInfo.InvariantCulture, $"{size.Gibibytes:0}GB") : string.Create(CultureInfo.InvariantCulture, $"{size.Gibibytes:0.##}GiB");

    private static KnownDevice Processor(RigParts parts)
    {
        if (parts.Processors.Select(p => p.Name).Distinct().Count() > 1)
        {
            throw new RequestException(new Problem(
                ErrorCode.RigUnknown, $"{parts.Processors[0].Text} and {parts.Processors[1].Text} are two processors.", "Name one; several of a kind are written 2x.", "rig"));
        }

        return VersionChoice.Choose(parts.Processors[0]).Version.Device;
    }

    /// <summary>Channels times rate: what is said of them first, the processor's data sheet for the rest.</summary>
    private static (Bandwidth? Bandwidth, string Words) Speed(NamedMemory memory, KnownDevice? processor, int sockets)
    {
        if (memory.Bandwidth is Bandwidth said)
        {
            return (said, string.Create(CultureInfo.InvariantCulture, $"{said.GigabytesPerSecond:0.##}GB/s"));
        }

        int? most = processor?.BusBits is int bits ? Math.Max(1, bits / ChannelBits) * sockets : null; // a Raspberry Pi has half a channel
        int channels = memory.Channels
            ?? (most is int all ? Math.Min(all, memory.Modules ?? all) : memory.Modules is int modules ? (modules > DesktopModules ? Math.Min(modules, MemoryTerms.MostChannels) : Math.Min(modules, DesktopChannels)) : DesktopChannels);
        if (memory.Rate is int rate)
        {
            string kind = memory.Kind is null ? $"{rate}MT/s" : $"{memory.Kind}-{rate}";
            return (new Bandwidth((double)rate * MegaTransfers * BytesPerTransfer * channels), channels == DesktopChannels && processor is null ? kind : $"{kind} {channels}ch");
        }

        if (processor is null || processor.Bandwidth.BytesPerSecond <= 0)
        {
            return (null, "");
        }

        // A processor that takes two kinds (DDR5 or DDR4) is named by the kind said.
        string? other = processor.MemoryType.Split('|').Skip(1).FirstOrDefault(m => memory.Kind is string kind && m.StartsWith(kind, StringComparison.OrdinalIgnoreCase));
        double slower = other is null ? 1 : (double)ProcessorFamily.Rate(other) / ProcessorFamily.Rate(processor.MemoryType.Split('|')[0]);
        double share = most is int of ? (double)channels / of : 1;
        string words = string.Join(' ', new[] { other is null ? "" : memory.Kind!, share < 1 ? $"{channels}ch" : "" }.Where(w => w.Length > 0));
        return (new Bandwidth(processor.Bandwidth.BytesPerSecond * sockets * share * slower), words);
    }
}
