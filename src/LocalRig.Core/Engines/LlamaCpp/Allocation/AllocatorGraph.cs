using System.Collections.Immutable;
using LocalRig.Engines.LlamaCpp.Graphs;
using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Allocation;

/// <summary>A graph as it reaches the allocator: leafs and nodes in order, each with the buffer it belongs to. Dependency nodes
/// (<see cref="Operation.None"/> views that only hold storage) and copies are nodes like others.</summary>
/// <param name="nodes">About how many nodes there will be.</param>
public sealed class AllocatorGraph(int nodes = 0)
{
    /// <summary>The compute buffers, one per backend of the scheduler.</summary>
    public required ImmutableArray<BufferType> Buffers { get; init; }

    /// <summary>Leafs in order.</summary>
    public List<GraphTensor> Leafs { get; } = TensorArena.TakeList();

    /// <summary>Per leaf, its place in <see cref="Buffers"/>.</summary>
    public List<int> LeafBuffers { get; } = [];

    /// <summary>Nodes in order.</summary>
    public List<GraphTensor> Nodes { get; } = TensorArena.TakeList();

    /// <summary>Per node, its place in <see cref="Buffers"/>.</summary>
    public List<int> NodeBuffers { get; } = new(nodes);

    /// <summary>Appends a leaf.</summary>
    public void AddLeaf(GraphTensor leaf, int buffer)
    {
        Leafs.Add(leaf);
        LeafBuffers.Add(buffer);
    }

    /// <summary>Appends a node.</summary>
    public void AddNode(GraphTensor node, int buffer)
    {
        Nodes.Add(node);
        NodeBuffers.Add(buffer);
    }
}
