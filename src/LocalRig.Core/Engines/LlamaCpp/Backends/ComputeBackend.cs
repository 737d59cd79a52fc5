using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Engines.LlamaCpp.Scheduling;
using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Backends;

/// <summary>One backend of llama.cpp on one device: the memory it gives and the operations it takes (ggml-backend-impl.h, <c>ggml_backend_device_i</c>).</summary>
public abstract class ComputeBackend
{
    /// <summary>The device's name: <c>CUDA0</c>, <c>Vulkan1</c>, <c>CPU</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The device's own memory.</summary>
    public abstract BufferType Memory { get; }

    /// <summary>Host memory the device can read fast (pinned), or null when the backend has none.</summary>
    public virtual BufferType? HostMemory => null;

    /// <summary>Whether this is the processor.</summary>
    public virtual bool IsHost => false;

    /// <summary>Whether it can run asynchronously and signal events, which pipelining needs of every device.</summary>
    public virtual bool CanPipeline => false;

    /// <summary>Whether it can read and write a buffer type (supports_buft).</summary>
    public virtual bool Reaches(BufferType buffer) => ReferenceEquals(buffer, Memory);

    /// <summary>Whether it can run the operation (supports_op).</summary>
    /// <param name="node">The operation with its sources.</param>
    /// <param name="buffers">Where tensors that already have storage are.</param>
    public abstract bool Supports(GraphTensor node, IBufferLookup buffers);

    /// <summary>Whether it wants an operation whose weights are on the host (offload_op).</summary>
    public virtual bool WantsOffload(GraphTensor node) => false;

    /// <summary>What the backend does to its part of the graph before it is allocated (graph_optimize): new order, storage kept longer.</summary>
    public virtual void Optimize(SplitView split)
    {
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
