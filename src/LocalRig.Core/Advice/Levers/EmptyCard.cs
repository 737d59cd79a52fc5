using LocalRig.Devices;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Advice.Levers;

/// <summary>What a card gives when nothing else uses it: all of its memory, or what its driver is known to report of that. A difference to the memory on its box
/// that the driver keeps is nobody's to free.</summary>
internal static class EmptyCard
{
    /// <summary>Bytes a program gets of it.</summary>
    public static ByteSize Memory(Device device) => ReportedMemory.Of(device.CatalogId, device.Memory) ?? device.Memory;

    /// <summary>The same card with nothing else on it.</summary>
    public static Device Of(Device device) => device with { Usable = ReportedMemory.Of(device.CatalogId, device.Memory) };

    /// <summary>Bytes that other programs hold of it; zero where it is empty.</summary>
    public static ByteSize HeldByOthers(Device device) =>
        !device.SharesHostMemory && device.Usable is ByteSize usable && usable < Memory(device) ? Memory(device) - usable : ByteSize.Zero;
}
