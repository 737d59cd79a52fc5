using System.Collections.Immutable;
using LocalRig.Forecasting;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Audit.Naming;

/// <summary>A device as a guide names it, with every version of it that was sold.</summary>
/// <param name="Text">The guide's words.</param>
/// <param name="Count">How many of them.</param>
/// <param name="Stated">The memory the words name, for one of them; null when they name none.</param>
/// <param name="Versions">The versions the words may mean, smallest memory first; all of them where none has the stated memory.</param>
internal sealed record NamedDevice(string Text, int Count, ByteSize? Stated, ImmutableArray<DeviceVersion> Versions)
{
    /// <summary>Whether a version with the stated memory was sold; true when none is stated.</summary>
    public bool IsSold => Stated is not ByteSize stated || Versions.All(v => v.Memory == stated);

    /// <summary>Whether it is a processor without graphics memory, whose memory anybody chooses.</summary>
    public bool IsHost => Versions[0].IsHost;

    /// <summary>The version a claim most likely means: the stated one, else the one with most memory and, of those, the fastest.</summary>
    public DeviceVersion Likely => Versions.OrderBy(v => v.Memory).ThenBy(v => v.BandwidthGigabytes).Last();
}

/// <summary>One version of a device.</summary>
/// <param name="Id">Catalogue id.</param>
/// <param name="Memory">Its memory.</param>
/// <param name="IsHost">Whether it is a host's processor.</param>
internal sealed record DeviceVersion(string Id, ByteSize Memory, bool IsHost)
{
    /// <summary>Peak memory bandwidth in GB/s.</summary>
    public double BandwidthGigabytes => (IsHost ? KnownProcessors.Host(Id)?.Bandwidth : KnownProcessors.Device(Id, Id)?.Bandwidth)?.GigabytesPerSecond ?? 0;

    /// <summary>Whether graphics share the machine's memory.</summary>
    public bool IsUnified => !IsHost && KnownProcessors.Device(Id, Id) is { SharesHostMemory: true };

    /// <summary>The version in the words --rig takes.</summary>
    public string Words => IsHost || KnownProcessors.Sizes(Id).Length <= 1 ? Id : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Id}:{Memory.Gibibytes:0.##}");

    /// <summary>The rig of several of them.</summary>
    public Rig? Rig(int count, Func<string, Rig?> rigOf) =>
        IsHost ? new Rig { Name = $"{Id}, {Memory.Gibibytes:0} GiB", Devices = [], Host = KnownProcessors.Host(Id)! with { Memory = Memory } }
        : rigOf(count > 1 ? $"{count}x {Words}" : Words);

    /// <summary>The version in words: <c>rtx-3060-12-gb (12 GiB, 360 GB/s)</c>.</summary>
    public override string ToString() => $"{Id} ({Memory.Gibibytes:0.#} GiB{(IsUnified ? " shared" : "")}, {BandwidthGigabytes:0.#} GB/s)";
}
