using System.Collections.Immutable;
using LocalRig.Units;

namespace LocalRig.Rigs;

/// <summary>The machine a plan is for: devices that compute and the memory they hold. No devices means the processor alone.</summary>
public sealed record Rig
{
    /// <summary>What it is called: <c>2x rtx-3090</c>, <c>this machine</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Graphics processors, in the order the engine sees them.</summary>
    public required ImmutableArray<Device> Devices { get; init; }

    /// <summary>The processor and main memory.</summary>
    public required Host Host { get; init; }

    /// <summary>What every answer for it must say, each a sentence: a card that couldn't be asked and is left out.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>What its owner measured on it; forecasts are corrected by it.</summary>
    public ImmutableArray<MeasuredSpeed> Measured { get; init; } = [];
}

/// <summary>A graphics processor (or another accelerator) with memory of its own or a share of the host's.</summary>
public sealed record Device
{
    /// <summary>Name in the plan: <c>gpu0</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Catalogue id, when known: <c>rtx-3090</c>.</summary>
    public string? CatalogId { get; init; }

    /// <summary>Product name: <c>NVIDIA GeForce RTX 3090</c>.</summary>
    public string? Model { get; init; }

    /// <summary>The backend that drives it.</summary>
    public required Backend Backend { get; init; }

    /// <summary>All its memory, as the driver reports it.</summary>
    public required ByteSize Memory { get; init; }

    /// <summary>What a program can take of it; null when nothing better than <see cref="Memory"/> is known.</summary>
    public ByteSize? Usable { get; init; }

    /// <summary>Peak memory bandwidth from the data sheet, when known.</summary>
    public Bandwidth? Bandwidth { get; init; }

    /// <summary>CUDA compute capability as major*10+minor (8.9 is 89), when known.</summary>
    public int? ComputeCapability { get; init; }

    /// <summary>Streaming multiprocessors, when known or estimated from the data sheet: the driver's own memory grows with them.</summary>
    public int? Multiprocessors { get; init; }

    /// <summary>Whether its memory is the host's (Apple, APUs, GB10).</summary>
    public bool SharesHostMemory { get; init; }
}

/// <summary>The processor and main memory.</summary>
public sealed record Host
{
    /// <summary>Catalogue id of the processor, when known.</summary>
    public string? CatalogId { get; init; }

    /// <summary>All main memory.</summary>
    public required ByteSize Memory { get; init; }

    /// <summary>Whether the size was taken because nobody gave or found one.</summary>
    public bool Assumed { get; init; }

    /// <summary>What a program can take of it; null when unknown.</summary>
    public ByteSize? Usable { get; init; }

    /// <summary>Peak memory bandwidth, when known.</summary>
    public Bandwidth? Bandwidth { get; init; }
}

/// <summary>The engine's way to a device.</summary>
public enum Backend
{
    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>NVIDIA CUDA.</summary>
    Cuda,

    /// <summary>AMD ROCm (HIP).</summary>
    Rocm,

    /// <summary>Vulkan.</summary>
    Vulkan,

    /// <summary>Apple Metal.</summary>
    Metal,

    /// <summary>Intel SYCL.</summary>
    Sycl,

    /// <summary>A device of another machine, reached through llama.cpp's RPC server.</summary>
    Rpc,
}
