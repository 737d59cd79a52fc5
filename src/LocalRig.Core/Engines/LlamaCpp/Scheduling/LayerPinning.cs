using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Scheduling;

/// <summary>Nodes llama.cpp ties to their layer's device so that they do not drift to the neighbouring layer's (llama-context.cpp, graph_get_cb).</summary>
public static class LayerPinning
{
    /// <summary>Batches below this many tokens are pinned even with layers on the host.</summary>
    private const int SmallBatch = 32;

    /// <summary>Nothing pinned: what llama.cpp's own planning sees, because measuring a graph resets the scheduler after the nodes were
    /// pinned (ggml_backend_sched_reserve_size). A really loaded context pins, which saves the second device a copy of one norm
    /// (per pipelined copy), so the plan is never below it.</summary>
    public static Func<GraphTensor, int> None { get; } = _ => -1;

    /// <summary>The backend a node must run on, or -1: norms and last results of a layer, when everything is on devices or the batch is small.</summary>
    /// <param name="layers">Which backend each layer belongs to.</param>
    /// <param name="tokens">Tokens of the batch the graph is for.</param>
    public static Func<GraphTensor, int> For(LayerDevices layers, int tokens)
    {
        if (tokens >= SmallBatch && !layers.FullyOffloaded)
        {
            return None;
        }

        return node => node.Layer >= 0 && node.Layer < layers.LayerCount && IsPinnedKind(node.Name) ? layers.OfLayer(node.Layer) : -1;
    }

    private static bool IsPinnedKind(string name) =>
        name.StartsWith("norm-", StringComparison.Ordinal) || name.StartsWith("l_last-", StringComparison.Ordinal);
}
