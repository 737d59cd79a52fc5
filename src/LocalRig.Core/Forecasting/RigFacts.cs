using System.Collections.Immutable;
using LocalRig.Devices;
using LocalRig.Planning;
using LocalRig.Rigs;

namespace LocalRig.Forecasting;

/// <summary>The processors of a rig with what data sheets say about their speed.</summary>
internal sealed class RigFacts
{
    // Two channels of DDR4-3200, the commonest memory of machines that say nothing better (JEDEC JESD79-4: 3200 MT/s x 8 B x 2).
    private const double CommonHostBandwidth = 51.2e9;

    // Rates where nothing is known of a graphics processor either: the slowest memory of the catalogue's discrete cards
    // (RTX 3050 6 GB, 168 GB/s), so that the forecast errs low.
    private const double SlowCardBandwidth = 168e9;

    /// <summary>Looks up every processor of a rig.</summary>
    /// <param name="rig">The machine.</param>
    /// <param name="engine">What runs on it.</param>
    public RigFacts(Rig rig, EngineAge engine = default)
    {
        Host = new DeviceSpeed(OfHost(rig.Host)) { Engine = engine };
        HostBandwidthKnown = rig.Host.Bandwidth is not null || DeviceCatalog.Default.Find(rig.Host.CatalogId) is not null;
        Devices = [.. rig.Devices.Select(d => new DeviceSpeed(Of(d)) { Engine = engine })];
    }

    /// <summary>The graphics processors in the rig's order.</summary>
    public ImmutableArray<DeviceSpeed> Devices { get; }

    /// <summary>The processor.</summary>
    public DeviceSpeed Host { get; }

    /// <summary>Whether main memory's bandwidth was given and not assumed.</summary>
    public bool HostBandwidthKnown { get; }

    /// <summary>How layers are shared: as asked, or by memory (llama-model.cpp, load_tensors: splits by free memory).</summary>
    public static ImmutableArray<double> Shares(Rig rig, Placement placement) =>
        !placement.TensorSplit.IsDefaultOrEmpty && placement.TensorSplit.Length >= rig.Devices.Length && placement.TensorSplit.Take(rig.Devices.Length).Sum() > 0
            ? [.. placement.TensorSplit.Take(rig.Devices.Length)]
            : [.. rig.Devices.Select(d => (double)(d.Usable ?? d.Memory).Bytes)];

    private static ProcessorFacts Of(Device device)
    {
        ProcessorFacts? known = Known(device.CatalogId);
        return (known ?? Unlisted(device)) with
        {
            Backend = device.Backend,
            Bandwidth = device.Bandwidth?.BytesPerSecond ?? known?.Bandwidth ?? SlowCardBandwidth,
        };
    }

    private static ProcessorFacts? Known(string? id) => DeviceCatalog.Default.Find(id) is KnownDevice device ? ProcessorFacts.Of(device) : null;

    private static ProcessorFacts Unlisted(Device device) =>
        new()
        {
            Id = device.CatalogId ?? device.Model ?? device.Name,
            Vendor = Vendor(device),
            Generation = device.ComputeCapability is int capability ? $"{capability / 10}.{capability % 10}" : "",
            Backend = device.Backend,
            Bandwidth = SlowCardBandwidth,
            SharesHostMemory = device.SharesHostMemory,
        };

    private static ProcessorFacts OfHost(Host host)
    {
        ProcessorFacts? known = Known(host.CatalogId);
        return (known ?? new ProcessorFacts { Id = host.CatalogId ?? "processor", Backend = Backend.Cpu, Bandwidth = CommonHostBandwidth, SharesHostMemory = true }) with
        {
            Backend = Backend.Cpu,
            Bandwidth = host.Bandwidth?.BytesPerSecond ?? known?.Bandwidth ?? CommonHostBandwidth,
        };
    }

    private static string Vendor(Device device) =>
        device.Backend switch
        {
            Backend.Cuda => "NVIDIA",
            Backend.Metal => "Apple",
            Backend.Rocm => "AMD",
            Backend.Sycl => "Intel",
            _ => "",
        };
}
