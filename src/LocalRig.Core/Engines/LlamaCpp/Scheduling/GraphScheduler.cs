using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Scheduling;

/// <summary>Gives every node of a graph a backend, cuts the graph where the backend changes, and copies what a part reads from another
/// (ggml-backend.cpp, ggml_backend_sched_split_graph).</summary>
public static class GraphScheduler
{
    /// <summary>Schedules a graph. Sources on other devices are replaced by their copies, so a graph can be scheduled once.</summary>
    /// <param name="graph">The graph as built.</param>
    /// <param name="options">Backends and where weights and caches are.</param>
    /// <param name="pinned">The backend a node must run on, or -1 (ggml_backend_sched_set_tensor_backend).</param>
    public static ScheduledGraph Schedule(Graph graph, SchedulerOptions options, Func<GraphTensor, int> pinned)
    {
        using BackendAssignment assignment = new(graph, options);
        assignment.Pin(pinned);
        assignment.Run();
        SplitBuilder splits = new(assignment, options);
        splits.Cut();
        splits.Optimize();
        return new AllocationOrder(assignment, splits, options).Make();
    }

    /// <summary>The backend of every node before any copy, by the same passes: what llama.cpp asks to learn whether fused operations
    /// stay on their layer's device.</summary>
    public static Func<GraphTensor, int> Assign(Graph graph, SchedulerOptions options, Func<GraphTensor, int> pinned)
    {
        BackendAssignment assignment = new(graph, options);
        assignment.Pin(pinned);
        assignment.Run();
        return assignment.Of;
    }
}
