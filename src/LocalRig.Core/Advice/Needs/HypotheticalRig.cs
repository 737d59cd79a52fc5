using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Advice.Needs;

/// <summary>A way to hold a model, as a machine of any size that nobody has to sell.</summary>
public enum MemoryKind
{
    /// <summary>One graphics card that holds all of it.</summary>
    OneCard,

    /// <summary>One graphics card, with all experts in main memory.</summary>
    CardAndExperts,

    /// <summary>Memory that graphics processor and processor share (a Mac, an APU).</summary>
    Unified,

    /// <summary>Main memory and the processor alone.</summary>
    Processor,
}

/// <summary>Makes machines with one memory of a given size; what else they need is there in plenty.</summary>
internal static class HypotheticalRig
{
    /// <summary>More than any machine has: 64 TiB.</summary>
    public static readonly ByteSize Plenty = ByteSize.FromGibibytes(64 * 1024);

    // Compute capability of the RTX 30 series: the oldest that has every kernel the engine uses for these plans.
    private const int CommonCapability = 86;

    public static Rig Of(MemoryKind kind, ByteSize size, Backend? backend, Bandwidth? bandwidth = null) =>
        new()
        {
            Name = Name(kind, backend),
            Devices = kind == MemoryKind.Processor ? [] : [Card(kind, size, backend, bandwidth)],
            Host = new Host
            {
                Memory = kind is MemoryKind.Processor or MemoryKind.Unified ? size : Plenty,
                Bandwidth = kind == MemoryKind.Processor ? bandwidth : null,
            },
        };

    /// <summary>The placement of a kind, where the user left it open.</summary>
    public static PlacementRequest Placement(MemoryKind kind, PlacementRequest asked) =>
        asked with
        {
            GpuLayers = asked.GpuLayers.IsAuto ? LayerChoice.All : asked.GpuLayers,
            CpuMoeLayers = kind == MemoryKind.CardAndExperts ? LayerChoice.All : asked.CpuMoeLayers is { IsAuto: false } ? asked.CpuMoeLayers : LayerChoice.Of(0),
        };

    /// <summary>What the machine is taken to be, in words.</summary>
    public static string Name(MemoryKind kind, Backend? backend) =>
        kind switch
        {
            MemoryKind.Processor => "a processor alone",
            MemoryKind.Unified => $"shared memory under {Word(backend ?? Backend.Metal)}",
            _ when (backend ?? Backend.Cuda) == Backend.Cuda => "a CUDA card of compute capability 8.6",
            _ => $"a card under {Word(backend!.Value)}",
        };

    private static Device Card(MemoryKind kind, ByteSize size, Backend? backend, Bandwidth? bandwidth)
    {
        bool unified = kind == MemoryKind.Unified;
        Backend used = backend ?? (unified ? Backend.Metal : Backend.Cuda);
        return new Device
        {
            Name = "gpu0",
            Backend = used,
            Memory = size,
            Bandwidth = bandwidth,
            ComputeCapability = used == Backend.Cuda ? CommonCapability : null,
            SharesHostMemory = unified,
        };
    }

    private static string Word(Backend backend) =>
        backend switch { Backend.Cuda => "CUDA", Backend.Rocm => "ROCm", Backend.Metal => "Metal", Backend.Vulkan => "Vulkan", Backend.Sycl => "SYCL", _ => "the processor" };
}
