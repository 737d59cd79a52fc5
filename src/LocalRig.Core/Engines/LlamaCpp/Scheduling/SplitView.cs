using System.Runtime.InteropServices;
using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Scheduling;

/// <summary>The part of a graph one backend runs in one go, for the backend to reorder and to keep storage alive in (ggml-backend.cpp, graph_optimize).</summary>
public sealed class SplitView
{
    private readonly List<GraphTensor> _nodes;
    private readonly int _start;
    private readonly int[] _useCounts;
    private readonly Dictionary<GraphTensor, List<GraphTensor>> _kept;

    internal SplitView(List<GraphTensor> nodes, int start, int end, int[] useCounts, Dictionary<GraphTensor, List<GraphTensor>> kept)
    {
        _nodes = nodes;
        _start = start;
        Count = end - start;
        _useCounts = useCounts;
        _kept = kept;
    }

    /// <summary>Nodes in the part.</summary>
    public int Count { get; }

    /// <summary>A node by its place in the part.</summary>
    public GraphTensor this[int index] => _nodes[_start + index];

    /// <summary>The node at a place that may lie past the part's end; null past the graph's.</summary>
    public GraphTensor? AtOrAfter(int index) => _start + index < _nodes.Count ? _nodes[_start + index] : null;

    /// <summary>How often the whole graph, before copies were put in, reads a node.</summary>
    public int UseCount(GraphTensor node) => _useCounts[node.Mark];

    /// <summary>Keeps a tensor's storage until a node has run.</summary>
    public void Keep(GraphTensor tensor, GraphTensor until)
    {
        if (!_kept.TryGetValue(until, out List<GraphTensor>? list))
        {
            _kept[until] = list = [];
        }

        if (!list.Contains(tensor))
        {
            list.Add(tensor);
        }
    }

    /// <summary>Puts the part's nodes in a new order.</summary>
    public void Reorder(IReadOnlyList<GraphTensor> order)
    {
        for (int i = 0; i < Count; i++)
        {
            _nodes[_start + i] = order[i];
        }
    }

    /// <summary>Moves nodes that follow each other to an earlier place.</summary>
    /// <param name="from">Place of the first.</param>
    /// <param name="count">How many.</param>
    /// <param name="to">Where the first shall stand.</param>
    public void Move(int from, int count, int to)
    {
        Span<GraphTensor> nodes = CollectionsMarshal.AsSpan(_nodes).Slice(_start + to, from + count - to);
        GraphTensor[] moved = [.. nodes[^count..]];
        nodes[..^count].CopyTo(nodes[count..]);
        moved.CopyTo(nodes);
    }

    /// <summary>Whether consecutive nodes can be computed as one: the given operations, no inner result read outside or handed out
    /// (ggml.c, ggml_can_fuse_subgraph_ext).</summary>
    /// <param name="places">Places of the nodes.</param>
    /// <param name="outputs">Places whose results are read outside.</param>
    public bool CanFuse(ReadOnlySpan<int> places, ReadOnlySpan<int> outputs)
    {
        for (int i = 0; i < places.Length; i++)
        {
            if (places[i] >= Count)
            {
                return false;
            }

            GraphTensor node = this[places[i]];
            if (outputs.Contains(places[i]))
            {
                continue;
            }

            if (node.IsOutput || UsesWithin(node, places[(i + 1)..]) != UseCount(node))
            {
                return false;
            }

            if (node.ViewOf is { } storage && !Holds(places, storage) && storage.Weight is null)
            {
                return false;
            }
        }

        return true;
    }

    private int UsesWithin(GraphTensor node, ReadOnlySpan<int> later)
    {
        int uses = 0;
        foreach (int place in later)
        {
            foreach (GraphTensor? source in this[place].Sources)
            {
                uses += ReferenceEquals(source, node) ? 1 : 0;
            }
        }

        return uses;
    }

    private bool Holds(ReadOnlySpan<int> places, GraphTensor tensor)
    {
        foreach (int place in places)
        {
            if (ReferenceEquals(this[place], tensor))
            {
                return true;
            }
        }

        return false;
    }
}
