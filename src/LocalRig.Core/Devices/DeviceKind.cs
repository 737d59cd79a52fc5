namespace LocalRig.Devices;

/// <summary>What a device of the catalogue is.</summary>
public enum DeviceKind
{
    /// <summary>A graphics processor with memory of its own: a card or module.</summary>
    Discrete,

    /// <summary>A graphics processor that shares the host's memory: Apple's chips, APUs, GB10, Jetson.</summary>
    Unified,

    /// <summary>A processor of a host, or a class of them with the same main memory.</summary>
    Cpu,
}
