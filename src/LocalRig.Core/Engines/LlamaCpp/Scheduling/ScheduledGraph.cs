using System.Collections.Immutable;
using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Engines.LlamaCpp.Graphs;
using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Scheduling;

/// <summary>A graph with every node on a backend, cut into splits, copies of inputs put in.</summary>
/// <param name="Allocation">The graph as it reaches the allocator.</param>
/// <param name="Splits">Parts that run in one go, in order.</param>
public sealed record ScheduledGraph(AllocatorGraph Allocation, IReadOnlyList<GraphSplit> Splits)
{
    /// <summary>Bytes per backend's buffer.</summary>
    public long[] Sizes() => AllocatorWalk.Sizes(Allocation);

    /// <summary>Bytes per backend's buffer with the repeats of alike layers that this graph leaves out; null when that can't be told.</summary>
    internal long[]? FoldedSizes(ImmutableArray<LayerGap> gaps) => AllocatorWalk.FoldedSizes(Allocation, gaps);
}

/// <summary>A part of a graph one backend runs in one go.</summary>
/// <param name="Backend">The backend's place in the scheduler's list.</param>
/// <param name="Nodes">Number of nodes.</param>
/// <param name="Inputs">Tensors copied in from other backends before it runs.</param>
public sealed record GraphSplit(int Backend, int Nodes, IReadOnlyList<GraphTensor> Inputs);
