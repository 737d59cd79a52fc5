using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Units;

namespace LocalRig.Engines.LlamaCpp.Allocation;

/// <summary>A kind of memory a backend hands out, with its rules of alignment and size (ggml's <c>ggml_backend_buffer_type</c>).</summary>
public abstract class BufferType
{
    /// <summary>ggml's name: <c>CUDA0</c>, <c>CUDA_Host</c>, <c>CPU</c>, <c>CPU_REPACK</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What every tensor's address is a multiple of, in bytes (a power of two).</summary>
    public abstract long Alignment { get; }

    /// <summary>The largest buffer that can be asked for, in bytes; <see cref="long.MaxValue"/> for no limit.</summary>
    public virtual long MaxSize => long.MaxValue;

    /// <summary>Whether the processor can read it directly (ggml_backend_buft_is_host).</summary>
    public virtual bool IsHost => false;

    /// <summary>Bytes a tensor of a graph takes here: padding of its rows and scratch behind it included, alignment not (ggml_backend_buft_get_alloc_size).</summary>
    public virtual long AllocSize(GraphTensor tensor) => tensor.Bytes;

    /// <summary>Bytes a weight takes here, padding of its rows included, alignment not.</summary>
    public virtual long AllocSize(TensorInfo weight) => weight.Size.Bytes;

    /// <summary>Bytes really allocated when a buffer of this size is asked for.</summary>
    public virtual ByteSize BufferSize(ByteSize asked) => asked;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
