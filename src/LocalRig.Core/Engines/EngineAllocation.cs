using System.Collections.Immutable;
using LocalRig.Units;

namespace LocalRig.Engines;

/// <summary>What an engine allocates for one model, workload and placement.</summary>
/// <param name="Devices">One entry per device of the rig in order, then the host, always present.</param>
/// <param name="Effective">What the engine made of the request.</param>
public sealed record EngineAllocation(
    ImmutableArray<DeviceAllocation> Devices,
    EffectiveWorkload Effective
)
{
    /// <summary>Why the compute buffers are not exact, in a sentence; empty when they are.</summary>
    public string BoundedBecause { get; init; } = "";

    /// <summary>How far compute buffers that are not exact may be off, as a share: 1 for none to twice as much.</summary>
    public double ScratchSpread { get; init; } = 1;
}

/// <summary>Bytes per part on one device; host parts include pinned and repacked host buffers.</summary>
/// <param name="Name">The device's name in the rig, or <c>host</c>.</param>
/// <param name="Weights">Weight buffers.</param>
/// <param name="KvCache">Key/value caches.</param>
/// <param name="RecurrentState">Recurrent and convolution state.</param>
/// <param name="Compute">Scratch for one batch.</param>
/// <param name="Output">Logits and embeddings handed to the caller.</param>
public sealed record DeviceAllocation(
    string Name,
    ByteSize Weights,
    ByteSize KvCache,
    ByteSize RecurrentState,
    ByteSize Compute,
    ByteSize Output
)
{
    /// <summary>All parts together.</summary>
    public ByteSize Total => Weights + KvCache + RecurrentState + Compute + Output;
}

/// <summary>What the engine made of a request (padding, <c>auto</c> values).</summary>
/// <param name="Context">Total context after padding (n_ctx).</param>
/// <param name="ContextPerSequence">Context of one sequence (n_ctx_seq).</param>
/// <param name="Batch">Logical batch.</param>
/// <param name="Microbatch">Physical batch.</param>
/// <param name="FlashAttention">Whether flash attention is used.</param>
/// <param name="PipelineParallel">Whether several devices run pipelined with extra input copies.</param>
/// <param name="Outputs">Rows of logits (n_outputs_max).</param>
public sealed record EffectiveWorkload(
    int Context,
    int ContextPerSequence,
    int Batch,
    int Microbatch,
    bool FlashAttention,
    bool PipelineParallel,
    int Outputs
);
