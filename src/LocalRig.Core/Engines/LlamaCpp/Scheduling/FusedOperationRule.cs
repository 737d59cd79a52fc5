using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Scheduling;

/// <summary>Whether llama.cpp keeps a fused operation (flash attention, gated delta net) that it may turn off by itself
/// (llama-context.cpp, resolve_fused_ops).</summary>
public static class FusedOperationRule
{
    /// <summary>Kept when, in a graph built with it, every such node runs on its layer's device.</summary>
    /// <param name="probe">A graph with the operation; a small batch will do.</param>
    /// <param name="operation"><see cref="Operation.FlashAttentionExt"/> or <see cref="Operation.GatedDeltaNet"/>. Each node's <see cref="GraphTensor.Layer"/> must be set.</param>
    /// <param name="options">Backends and where weights and caches are.</param>
    /// <param name="layers">Which backend each layer belongs to.</param>
    /// <param name="tokens">Tokens of the batch the probe is for.</param>
    public static bool IsKept(Graph probe, Operation operation, SchedulerOptions options, LayerDevices layers, int tokens)
    {
        Func<GraphTensor, int> backendOf = GraphScheduler.Assign(probe, options, LayerPinning.For(layers, tokens));
        return probe.Nodes.TrueForAll(n => n.Operation != operation || backendOf(n) == layers.OfLayer(n.Layer));
    }
}
