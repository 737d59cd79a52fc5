using System.Globalization;
using LocalRig.Devices;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Local.Probes;

/// <summary>Intel graphics as the i915 and xe drivers' files tell it: a PCI device id, and for cards under xe the size of their memory.</summary>
public static class IntelCard
{
    // Mesa's Vulkan driver lets graphics take three quarters of main memory, half of it on machines of 4 GiB or less
    // (mesa, anv_physical_device.c, anv_compute_sys_heap_size).
    private const double SmallMachineGibibytes = 4;

    /// <summary>Reads one graphics processor; null for ids that aren't known, which may be anything down to a server's console.</summary>
    /// <param name="pciId">Text of <c>device</c>: <c>0x56a0</c>.</param>
    /// <param name="memorySize">Text of <c>tile0/physical_vram_size_bytes</c> (xe); empty where there is none.</param>
    /// <param name="mainMemory">All main memory left to the system.</param>
    public static Device? Parse(string pciId, string memorySize, ByteSize mainMemory)
    {
        if (Product(pciId) is not (string name, var id))
        {
            return null;
        }

        Device? listed = id.Length == 0 ? null : DeviceCatalog.Default.Device(id, "gpu0");
        bool shares = listed?.SharesHostMemory ?? true;
        ByteSize memory =
            shares ? new ByteSize(mainMemory.Gibibytes <= SmallMachineGibibytes ? mainMemory.Bytes / 2 : mainMemory.Bytes / 4 * 3)
            : long.TryParse(memorySize.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) && bytes > 0 ? new ByteSize(bytes)
            : listed!.Memory;
        return (listed ?? new Device { Name = "gpu0", Backend = Backend.Vulkan, Memory = memory }) with
        {
            Model = name,
            Backend = Backend.Vulkan,
            Memory = memory,
            Usable = null,
            SharesHostMemory = shares,
        };
    }

    /// <summary>Product and catalogue id by PCI device id. Source: the PCI ID database, vendor 8086.</summary>
    private static (string Name, string Id)? Product(string pciId) =>
        pciId.Trim() switch
        {
            "0x56a0" => ("Intel Arc A770", "arc-a770"),
            "0x56a1" => ("Intel Arc A750", "arc-a750"),
            "0x56a2" => ("Intel Arc A580", "arc-a580"),
            "0x56a5" => ("Intel Arc A380", "arc-a380"),
            "0xe20b" => ("Intel Arc B580", "arc-b580"),
            "0xe20c" => ("Intel Arc B570", "arc-b570"),
            "0xe211" => ("Intel Arc Pro B60", "arc-pro-b60"),
            "0xe212" => ("Intel Arc Pro B50", "arc-pro-b50"),
            "0x64a0" => ("Intel Arc 140V / 130V", "arc-140v"), // Lunar Lake
            "0x7d51" => ("Intel Arc 140T / 130T", "arc-140t"), // Arrow Lake
            "0x7d55" => ("Intel Arc Graphics", ""), // Meteor Lake
            "0x9a49" or "0x46a6" or "0xa7a0" => ("Intel Iris Xe Graphics", ""), // Tiger, Alder and Raptor Lake
            _ => null,
        };
}
