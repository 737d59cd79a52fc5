using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Devices;

/// <summary>A device of the catalogue with what its data sheet says. What nobody published is null or empty: unknown, never a guess.</summary>
public sealed record KnownDevice
{
    /// <summary>Catalogue id: <c>rtx-3090</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What its maker calls it, without the maker's name: <c>GeForce RTX 3090</c>.</summary>
    public required string Product { get; init; }

    /// <summary>Its maker: <c>NVIDIA</c>; <c>AMD/Intel</c> for a class of hosts that both make processors for.</summary>
    public required string Maker { get; init; }

    /// <summary>What it is.</summary>
    public required DeviceKind Kind { get; init; }

    /// <summary>CUDA compute capability (<c>8.9</c>), gfx name (<c>gfx1100</c>) or Metal family; empty when unknown.</summary>
    public string Generation { get; init; } = "";

    /// <summary>The memory of every version sold, smallest first; empty for a host, which takes what is plugged in.</summary>
    public ImmutableArray<ByteSize> MemoryVersions { get; init; } = [];

    /// <summary>The memory of the largest version, or the most a host takes; zero when unknown.</summary>
    public ByteSize Memory { get; init; }

    /// <summary>Width of the way to its memory, in bits, over all channels; null when unknown.</summary>
    public int? BusBits { get; init; }

    /// <summary>Kind of memory, with its rate in MT/s where known: <c>GDDR6X</c>, <c>LPDDR5X-8000</c>; empty when unknown.</summary>
    public string MemoryType { get; init; } = "";

    /// <summary>Peak memory bandwidth.</summary>
    public required Bandwidth Bandwidth { get; init; }

    /// <summary>What it computes at most, in operations per second.</summary>
    public ComputeRates Compute { get; init; } = new();

    /// <summary>Power limit of the board or package, in watts; null when unknown.</summary>
    public double? Watts { get; init; }

    /// <summary>Its PCI Express link; null when it has none or it is unknown.</summary>
    public PcieLink? Pcie { get; init; }

    /// <summary>When it came out; null when unknown.</summary>
    public ReleaseDate? Release { get; init; }

    /// <summary>Names people use for it that follow from neither id nor product: <c>AI Max+ 395</c>. One name may stand for several devices.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>Words in the name its driver reports that follow from neither: <c>8060S</c>.</summary>
    public ImmutableArray<string> DriverNames { get; init; } = [];

    /// <summary>Pages the values stand on; the first has the rates.</summary>
    public required ImmutableArray<string> Sources { get; init; }

    /// <summary>Whether it is a processor of a host.</summary>
    public bool IsHost => Kind == DeviceKind.Cpu;

    /// <summary>Whether its memory is the host's.</summary>
    public bool SharesHostMemory => Kind != DeviceKind.Discrete;

    /// <summary>CUDA's compute capability as major*10+minor (8.9 is 89); null for other makers.</summary>
    public int? ComputeCapability =>
        Maker == "NVIDIA" && decimal.TryParse(Generation, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) ? (int)(value * 10) : null;

    /// <summary>It as a graphics processor of a rig, with its maker's own backend and its largest memory; null for a processor of a host.</summary>
    /// <param name="name">Its name in the rig: <c>gpu0</c>.</param>
    public Device? AsDevice(string name) =>
        IsHost ? null
        : new Device
        {
            Name = name,
            CatalogId = Id,
            Model = Id,
            Backend = BestBackend(Maker),
            Memory = Memory,
            Bandwidth = Bandwidth,
            ComputeCapability = ComputeCapability,
            Multiprocessors = CudaMultiprocessors.Of(this),
            SharesHostMemory = SharesHostMemory,
        };

    /// <summary>It as the host of a rig with all the memory it takes; null for a graphics processor.</summary>
    public Host? AsHost() => IsHost ? new Host { CatalogId = Id, Memory = Memory, Bandwidth = Bandwidth } : null;

    private static Backend BestBackend(string maker) =>
        maker switch { "NVIDIA" => Backend.Cuda, "Apple" => Backend.Metal, "AMD" => Backend.Rocm, _ => Backend.Vulkan };
}
