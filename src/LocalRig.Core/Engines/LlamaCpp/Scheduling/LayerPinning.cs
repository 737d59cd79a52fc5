using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Scheduling;

/// <summary>Nodes tied to a device (llama-context.cpp, graph_get_cb), as llama.cpp's planning sees them.</summary>
public static class LayerPinning
{
    /// <summary>Nothing pinned: what llama.cpp's own planning sees, because measuring a graph resets the scheduler after the nodes were
    /// pinned (ggml_backend_sched_reserve_size). A really loaded context pins, which saves the second device a copy of one norm
    /// (per pipelined copy).</summary>
    public static Func<GraphTensor, int> None { get; } = _ => -1;
}
