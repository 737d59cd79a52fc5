namespace LocalRig.Graphs;

/// <summary>Where a node must be computed, decided while the graph is built (ggml_backend_sched_set_tensor_backend).</summary>
public enum Pin
{
    /// <summary>Wherever the scheduler finds best.</summary>
    None,

    /// <summary>On the device of its layer (llama-context.cpp, graph_get_cb: norms of fully offloaded models).</summary>
    LayerDevice,

    /// <summary>On the processor (llama-graph.cpp, build_attn_mha: attention over a cache kept on the host).</summary>
    Host,
}
