using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Graphs;
using LocalRig.Models;

namespace LocalRig.Engines.LlamaCpp.Backends;

/// <summary>AMD through ROCm: CUDA's code compiled for HIP. Attention kernels differ by chip, but all of nine chips from gfx906 to gfx1201 that were
/// compared gave the tile kernel's buffers.</summary>
/// <param name="name">ggml's name: <c>ROCm0</c>.</param>
/// <param name="hostMemory">Pinned memory shared by all ROCm devices.</param>
/// <param name="family">The memories of all ROCm devices of the rig.</param>
/// <param name="profile">The version of llama.cpp.</param>
public sealed class RocmBackend(string name, BufferType hostMemory, HashSet<BufferType> family, LlamaCppProfile profile)
    : CudaBackend(name, NoTensorCores, hostMemory, family, profile)
{
    /// <summary>A compute capability without NVIDIA's tensor cores: the tile kernel's rules.</summary>
    private const int NoTensorCores = 61;
}

/// <summary>A device LocalRig has general rules for only: takes every operation; its buffers are bounds.</summary>
/// <param name="name">ggml's name: <c>Metal</c>, <c>SYCL0</c>.</param>
/// <param name="memory">Its memory.</param>
/// <param name="hostMemory">Pinned host memory, or null.</param>
/// <param name="canPipeline">Whether it has asynchronous execution and events.</param>
public sealed class GeneralBackend(string name, BufferType memory, BufferType? hostMemory, bool canPipeline) : ComputeBackend
{
    /// <summary>Rows of a batch from which weights are worth copying in, as in the backends that were checked.</summary>
    private const int OffloadMinBatch = 32;

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override BufferType Memory => memory;

    /// <inheritdoc/>
    public override BufferType? HostMemory => hostMemory;

    /// <inheritdoc/>
    public override bool CanPipeline => canPipeline;

    /// <inheritdoc/>
    public override bool Supports(GraphTensor node, IBufferLookup buffers) => true;

    /// <inheritdoc/>
    public override bool WantsOffload(GraphTensor node) => node.BatchRows() >= OffloadMinBatch;
}

/// <summary>Device memory with nothing but an alignment.</summary>
/// <param name="name">ggml's name.</param>
/// <param name="alignment">Alignment in bytes.</param>
public sealed class DeviceBuffer(string name, long alignment) : BufferType
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override long Alignment => alignment;

    /// <inheritdoc/>
    public override long AllocSize(TensorInfo weight) => weight.Size.Bytes;
}
