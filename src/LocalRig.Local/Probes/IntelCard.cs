using System.Globalization;
using LocalRig.Devices;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Local.Probes;

/// <summary>Intel graphics as the i915 and xe drivers' files tell it: PCI ids, and for cards the size of their memory.</summary>
internal static class IntelCard
{
    // Mesa's Vulkan driver lets graphics take three quarters of main memory, half of it on machines of 4 GiB or less
    // (mesa, anv_physical_device.c, anv_compute_sys_heap_size).
    private const double SmallMachineGibibytes = 4;

    /// <summary>Reads one graphics processor; null for ids that aren't known, which may be anything down to a server's console.</summary>
    /// <param name="product">What its PCI ids say.</param>
    /// <param name="file">A file's text by its name, empty where there is none.</param>
    /// <param name="host">Main memory.</param>
    public static Device? Parse(PciProduct? product, Func<string, string> file, Host host)
    {
        if (product is null)
        {
            return null;
        }

        Device device = new() { Name = "gpu0", Model = product.Product, Backend = Backend.Vulkan, Memory = ByteSize.Zero, SharesHostMemory = product.SharesHostMemory };
        if (product.SharesHostMemory)
        {
            ByteSize most = new(host.Memory.Gibibytes <= SmallMachineGibibytes ? host.Memory.Bytes / 2 : host.Memory.Bytes / 4 * 3);
            Device shared = DeviceNames.Known(device with { Memory = most }, product);
            return shared with { Usable = host.Usable is { } free ? ByteSize.Min(free, most) : null, Bandwidth = host.Bandwidth ?? shared.Bandwidth };
        }

        return Size(product, file) is { } size ? DeviceNames.Known(device with { Memory = size }, product) : null;
    }

    /// <summary>A card's memory: told by the driver; or that of its only version; of several versions the one its window shows. The window
    /// (PCI base address register 2) is a power of two that holds all memory where the firmware allows it (Resizable BAR), 256 MiB where it doesn't;
    /// then the smallest version is taken.</summary>
    private static ByteSize? Size(PciProduct product, Func<string, string> file)
    {
        foreach (string name in (string[])["tile0/physical_vram_size_bytes", "lmem_total_bytes"])
        {
            if (long.TryParse(file(name).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) && bytes > 0)
            {
                return new ByteSize(bytes);
            }
        }

        KnownDevice? known = DeviceNames.Listed(product).FirstOrDefault();
        if (known is null || known.MemoryVersions.IsEmpty)
        {
            return null;
        }

        long window = Window(file("resource"));
        return known.MemoryVersions.LastOrDefault(v => v.Bytes <= window) is { Bytes: > 0 } shown ? shown : known.MemoryVersions[0];
    }

    /// <summary>Bytes of the third line of <c>resource</c>: first address, last address, flags.</summary>
    private static long Window(string resource)
    {
        const int Line = 2;
        string[] lines = resource.Split('\n');
        return lines.Length > Line && lines[Line].Split(' ') is [var first, var last, ..] && Address(first) is long from && Address(last) is long to && to > from ? to - from + 1 : 0;
    }

    private static long? Address(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal) && long.TryParse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out long value) ? value : null;
}
