using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Scheduling;

/// <summary>A graph with every node on a backend, cut into splits, copies of inputs put in.</summary>
/// <param name="Allocation">The graph as it reaches the allocator.</param>
/// <param name="Splits">Parts that run in one go, in order.</param>
/// <param name="Replaced">Sources that now read a copy, to be undone by <see cref="Restore"/>.</param>
public sealed record ScheduledGraph(
    AllocatorGraph Allocation,
    IReadOnlyList<GraphSplit> Splits,
    IReadOnlyList<ReplacedSource> Replaced
)
{
    /// <summary>Bytes per backend's buffer.</summary>
    public long[] Sizes() => AllocatorWalk.Sizes(Allocation);

    /// <summary>Makes every node read its original sources again, so that the graph can be scheduled or read once more.</summary>
    public void Restore()
    {
        foreach (ReplacedSource replaced in Replaced)
        {
            replaced.Node.Sources[replaced.Place] = replaced.Original;
        }
    }
}

/// <summary>A part of a graph one backend runs in one go.</summary>
/// <param name="Backend">The backend's place in the scheduler's list.</param>
/// <param name="Nodes">Number of nodes.</param>
/// <param name="Inputs">Tensors copied in from other backends before it runs.</param>
public sealed record GraphSplit(int Backend, int Nodes, IReadOnlyList<GraphTensor> Inputs);

/// <summary>A source that was replaced by its copy on the node's backend.</summary>
/// <param name="Node">The node.</param>
/// <param name="Place">Which of its sources.</param>
/// <param name="Original">What it read before.</param>
public readonly record struct ReplacedSource(GraphTensor Node, int Place, GraphTensor Original);
