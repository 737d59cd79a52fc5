using System.Globalization;
using LocalRig.Devices;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Local.Probes;

/// <summary>An AMD graphics processor as the amdgpu driver's files tell it, in bytes (kernel documentation, amdgpu: mem_info_vram_total,
/// mem_info_gtt_total and what is used of them).</summary>
/// <param name="VramTotal">Memory of its own, or carved out of main memory.</param>
/// <param name="VramUsed">What is used of it; null where that isn't told.</param>
/// <param name="GttTotal">Main memory it may map.</param>
/// <param name="GttUsed">What it maps of it; null where that isn't told.</param>
internal sealed record AmdCard(ByteSize VramTotal, ByteSize? VramUsed, ByteSize GttTotal, ByteSize? GttUsed)
{
    // A discrete card's memory is larger than this; of ids that aren't listed, what has less is a processor's graphics.
    private const double SmallestDiscreteGibibytes = 3.5;

    /// <summary>Reads the driver's files; null when they hold no size.</summary>
    /// <param name="file">A file's text by its name, empty where there is none.</param>
    public static AmdCard? Read(Func<string, string> file) =>
        Bytes(file("mem_info_vram_total")) is { Bytes: > 0 } vram
            ? new AmdCard(vram, Bytes(file("mem_info_vram_used")), Bytes(file("mem_info_gtt_total")) ?? ByteSize.Zero, Bytes(file("mem_info_gtt_used")))
            : null;

    /// <summary>It as a device.</summary>
    /// <param name="name">Product name from the driver, empty when it gives none.</param>
    /// <param name="product">What its PCI ids say; null where they aren't listed. They tell a processor's graphics with a large carve-out from a card.</param>
    /// <param name="host">Main memory left to the system.</param>
    public Device AsDevice(string name, PciProduct? product, Host host)
    {
        bool shares = product?.SharesHostMemory ?? VramTotal.Gibibytes < SmallestDiscreteGibibytes;
        string model = name.Length > 0 ? name : product is { Product.Length: > 0 } ? product.Product : "AMD graphics";
        ByteSize mapped = ByteSize.Min(GttTotal, host.Memory);
        Device device = DeviceNames.Known(
            new Device { Name = "gpu0", Model = model, Backend = Backend.Vulkan, Memory = shares ? VramTotal + mapped : VramTotal, Usable = shares ? null : VramTotal - VramUsed, SharesHostMemory = shares },
            product);
        return shares ? device with { Usable = Free(mapped, host), Bandwidth = host.Bandwidth ?? device.Bandwidth } : device;
    }

    /// <summary>Whether it may map more of main memory than there is.</summary>
    public bool MapsTooMuch(Host host) => GttTotal > host.Memory;

    /// <summary>What is free of the carve-out and of what may be mapped, which main memory must have free too.</summary>
    private ByteSize? Free(ByteSize mapped, Host host) =>
        VramUsed is { } used && GttUsed is { } taken && host.Usable is { } available
            ? VramTotal - used + ByteSize.Min(ByteSize.Max(mapped - taken, ByteSize.Zero), available)
            : null;

    private static ByteSize? Bytes(string text) =>
        long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? new ByteSize(value) : null;
}
