using LocalRig.Engines;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Planning;

/// <summary>One memory of the rig in a plan: what the engine puts there, what the driver takes, what is left.</summary>
/// <param name="Name">The device's name, or <c>host</c>.</param>
/// <param name="Backend">What drives it.</param>
/// <param name="Parts">The engine's own allocations.</param>
/// <param name="Runtime">What driver and libraries take besides.</param>
/// <param name="Capacity">All memory of the device.</param>
/// <param name="Usable">What programs can have of it.</param>
/// <param name="SharedElsewhere">Bytes of other devices that live in this same memory (a graphics processor without memory of its own).</param>
public sealed record DevicePlan(
    string Name,
    Backend Backend,
    DeviceAllocation Parts,
    RuntimeMemory Runtime,
    ByteSize Capacity,
    ByteSize Usable,
    ByteSize SharedElsewhere)
{
    /// <summary>Whether the engine puts anything here; drivers only load where it does.</summary>
    public bool IsUsed => Parts.Total > ByteSize.Zero;

    /// <summary>The runtime bytes counted: none on an unused device.</summary>
    public ByteSize RuntimeBytes => IsUsed ? Runtime.Likely : ByteSize.Zero;

    /// <summary>The engine's allocations and the runtime's.</summary>
    public ByteSize Total => Parts.Total + RuntimeBytes;

    /// <summary>What is left for more; negative when it doesn't fit.</summary>
    public ByteSize Headroom => Usable - Total - SharedElsewhere;
}
