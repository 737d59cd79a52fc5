using LocalRig.Engines.LlamaCpp.Caches;
using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Graphs.Blocks;

/// <summary>The inputs that all attention layers of one cache share (llm_graph_input_attn_kv).</summary>
/// <param name="Cache">Form of the cache.</param>
/// <param name="KeyRows">Where new keys go.</param>
/// <param name="ValueRows">Where new values go; null where the cache keeps keys only.</param>
/// <param name="Mask">Which cells each token may see.</param>
/// <param name="KeyRotation">Hadamard matrix for quantized keys, or null.</param>
/// <param name="ValueRotation">Hadamard matrix for quantized values, or null.</param>
internal sealed record AttentionInputs(
    KvCacheShape Cache,
    GraphTensor KeyRows,
    GraphTensor? ValueRows,
    GraphTensor Mask,
    GraphTensor? KeyRotation,
    GraphTensor? ValueRotation
);
