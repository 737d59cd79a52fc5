using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Units;

namespace LocalRig.Engines.LlamaCpp.Backends;

/// <summary>Plain host memory: the processor's own, or pinned for a device (ggml-backend.cpp, ggml_backend_cpu_buffer_type).</summary>
/// <param name="name">ggml's name.</param>
/// <param name="alignment">Alignment in bytes.</param>
/// <param name="maxSize">Largest buffer in bytes.</param>
/// <param name="slack">Bytes added to every buffer for aligning its start.</param>
public sealed class HostBuffer(string name, long alignment = HostBuffer.TensorAlignment, long maxSize = long.MaxValue, long slack = 0) : BufferType
{
    /// <summary>What host tensors are aligned to (ggml-impl.h, TENSOR_ALIGNMENT).</summary>
    public const long TensorAlignment = 32;

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override long Alignment => alignment;

    /// <inheritdoc/>
    public override long MaxSize => maxSize;

    /// <inheritdoc/>
    public override bool IsHost => true;

    /// <inheritdoc/>
    public override ByteSize BufferSize(ByteSize asked) => asked + new ByteSize(slack);
}

/// <summary>Host memory with weights in a layout the processor multiplies faster; nothing but the processor can read it (ggml-cpu/repack.cpp).</summary>
public sealed class RepackBuffer : BufferType
{
    /// <inheritdoc/>
    public override string Name => "CPU_REPACK";

    /// <inheritdoc/>
    public override long Alignment => HostBuffer.TensorAlignment;
}
