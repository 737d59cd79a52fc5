using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Backends;

/// <summary>A device of another machine behind llama.cpp's RPC server (ggml-rpc.cpp): takes every operation, has no pinned memory here.</summary>
/// <param name="name">ggml's name: <c>RPC0</c>.</param>
public sealed class RpcBackend(string name) : ComputeBackend
{
    /// <summary>Bytes addresses are a multiple of: the widest of the backends a server may run (CUDA's 128); the server tells its own.</summary>
    private const long WidestAlignment = 128;

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override BufferType Memory { get; } = new DeviceBuffer(name, WidestAlignment);

    /// <inheritdoc/>
    public override bool CanPipeline => true;

    /// <inheritdoc/>
    public override bool Supports(GraphTensor node, IBufferLookup buffers) => true;
}
