using System.Globalization;
using LocalRig.Devices;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Words;

/// <summary>One version of a device.</summary>
/// <param name="Device">The device.</param>
/// <param name="Memory">The memory of this version.</param>
internal sealed record DeviceVersion(KnownDevice Device, ByteSize Memory)
{
    /// <summary>Catalogue id.</summary>
    public string Id => Device.Id;

    /// <summary>Whether it is a host's processor.</summary>
    public bool IsHost => Device.IsHost;

    /// <summary>Peak memory bandwidth in GB/s.</summary>
    public double BandwidthGigabytes => Device.Bandwidth.GigabytesPerSecond;

    /// <summary>Whether graphics share the machine's memory.</summary>
    public bool IsUnified => Device.Kind == DeviceKind.Unified;

    /// <summary>Whether somebody else than its maker soldered more memory onto it, as the catalogue's product says.</summary>
    public bool IsModified => Device.Product.Contains("modified", StringComparison.Ordinal);

    /// <summary>The page its data sheet's values were taken from.</summary>
    public string Source => Device.Sources[0];

    /// <summary>The version in the words --rig takes.</summary>
    public string Words => Device.MemoryVersions.Length <= 1 && Memory == Device.Memory ? Id : string.Create(CultureInfo.InvariantCulture, $"{Id}:{Memory.Gibibytes:0.##}");

    /// <summary>The rig of several of them.</summary>
    public Rig? Rig(int count, Func<string, Rig?> rigOf) =>
        Device.AsHost() is Host host ? new Rig { Name = $"{Id}, {Memory.Gibibytes:0} GiB", Devices = [], Host = host with { Memory = Memory } }
        : rigOf(count > 1 ? $"{count}x {Words}" : Words);

    /// <summary>The version in words: <c>rtx-3060-12-gb (12 GiB, 360 GB/s)</c>.</summary>
    public override string ToString() => $"{Id} ({Memory.Gibibytes:0.#} GiB{(IsUnified ? " shared" : "")}, {BandwidthGigabytes:0.#} GB/s)";
}
