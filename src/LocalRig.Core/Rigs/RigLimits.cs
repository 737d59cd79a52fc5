using LocalRig.Units;

namespace LocalRig.Rigs;

/// <summary>What a rig may have before it is refused, each with its reason: no machine has more, and sums of it stay far from overflow.</summary>
public static class RigLimits
{
    /// <summary>Devices in all: four times what the largest chassis takes (16 cards).</summary>
    public const int Devices = 64;

    /// <summary>Letters of a name; the longest of devices' own have 80.</summary>
    public const int NameLetters = 200;

    /// <summary>Memory of one device: 50 times the largest sold (288 GB).</summary>
    public static ByteSize DeviceMemory { get; } = new(16L << 40);

    /// <summary>Main memory: 50 times what the largest servers take (24 TB).</summary>
    public static ByteSize HostMemory { get; } = new(1L << 50);

    /// <summary>Least bandwidth of a device's memory: a tenth of a single channel's of DDR2.</summary>
    public static Bandwidth LeastBandwidth { get; } = new(0.5e9);

    /// <summary>Most bandwidth of a device's memory: ten times HBM4's of one card.</summary>
    public static Bandwidth MostBandwidth { get; } = new(200e12);

    /// <summary>Most multiprocessors of a device: ten times those of the largest (304 compute units of an MI300X).</summary>
    public const int Multiprocessors = 3_040;

    /// <summary>Least compute capability CUDA was made with, times ten.</summary>
    public const int LeastCapability = 10;

    /// <summary>Most compute capability believed, times ten; the newest is 12.1.</summary>
    public const int MostCapability = 990;
}
