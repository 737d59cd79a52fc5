using System.Buffers;
using System.Runtime.InteropServices;
using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Allocation;

/// <summary>A graph as numbers, so that the walk touches each tensor once: ids of leafs, nodes, sources and storages in arrays. The arrays
/// are lent by the shared pool: a search walks many graphs of the same size.</summary>
internal sealed class WalkIndex : IDisposable
{
    private readonly TensorIndex _tensors;

    private readonly int[] _leafs;

    private readonly int[] _nodes;

    private readonly int[] _sourceStart;

    private int[] _sources;

    private TensorFacts[] _facts;

    private int[]? _places;

    public WalkIndex(AllocatorGraph graph)
    {
        ReadOnlySpan<GraphTensor> leafs = CollectionsMarshal.AsSpan(graph.Leafs);
        ReadOnlySpan<GraphTensor> nodes = CollectionsMarshal.AsSpan(graph.Nodes);
        _tensors = new TensorIndex(leafs.Length + nodes.Length + 64);
        LeafCount = leafs.Length;
        NodeCount = nodes.Length;
        _leafs = ArrayPool<int>.Shared.Rent(leafs.Length);
        _nodes = ArrayPool<int>.Shared.Rent(nodes.Length);
        _sourceStart = ArrayPool<int>.Shared.Rent(nodes.Length + 1);
        _sources = ArrayPool<int>.Shared.Rent(nodes.Length * 2 + 16);
        _facts = [];
        int count = 0;
        for (int i = 0; i < leafs.Length; i++)
        {
            _leafs[i] = _tensors.IdOf(leafs[i]);
        }

        _sourceStart[0] = 0;
        for (int i = 0; i < nodes.Length; i++)
        {
            _nodes[i] = _tensors.IdOf(nodes[i]);
            foreach (GraphTensor? source in nodes[i].Sources)
            {
                if (source is null)
                {
                    continue;
                }

                if (count == _sources.Length)
                {
                    GrowSources(count);
                }

                _sources[count++] = _tensors.IdOf(source);
            }

            _sourceStart[i + 1] = count;
        }

        DescribeAll();
    }

    public int LeafCount { get; }

    public int NodeCount { get; }

    /// <summary>Numbers given to tensors.</summary>
    public int Count => _tensors.Count;

    /// <summary>Numbers of the leafs, in order.</summary>
    public ReadOnlySpan<int> Leafs => _leafs.AsSpan(0, LeafCount);

    /// <summary>Numbers of the nodes, in order.</summary>
    public ReadOnlySpan<int> Nodes => _nodes.AsSpan(0, NodeCount);

    /// <summary>Per tensor.</summary>
    public ReadOnlySpan<TensorFacts> Facts => _facts.AsSpan(0, Count);

    public GraphTensor Tensor(int id) => _tensors[id];

    /// <summary>Sources of the node at a place.</summary>
    public ReadOnlySpan<int> SourcesOf(int place) => _sources.AsSpan(_sourceStart[place], _sourceStart[place + 1] - _sourceStart[place]);

    /// <summary>The place among the nodes of a tensor that a node makes, or -1.</summary>
    public int PlaceOf(int id) => (_places ??= FindPlaces())[id];

    private int[] FindPlaces()
    {
        int[] places = ArrayPool<int>.Shared.Rent(Count);
        places.AsSpan(0, Count).Fill(-1);
        for (int i = 0; i < NodeCount; i++)
        {
            places[_nodes[i]] = i;
        }

        return places;
    }

    private void GrowSources(int count)
    {
        int[] longer = ArrayPool<int>.Shared.Rent(count * 2);
        Array.Copy(_sources, longer, count);
        ArrayPool<int>.Shared.Return(_sources);
        _sources = longer;
    }

    /// <summary>Numbers the storages that no node reads by themselves, then describes every tensor.</summary>
    private void DescribeAll()
    {
        for (int id = 0; id < _tensors.Count; id++)
        {
            _ = _tensors[id].ViewOf is { } storage ? _tensors.IdOf(storage) : 0;
        }

        _facts = ArrayPool<TensorFacts>.Shared.Rent(_tensors.Count);
        for (int id = 0; id < _tensors.Count; id++)
        {
            GraphTensor tensor = _tensors[id];
            int storage = tensor.ViewOf is null ? -1 : _tensors.IdOf(tensor.ViewOf);
            _facts[id] = new TensorFacts(
                storage,
                tensor.ViewOf is not null && tensor.Operation != Operation.None,
                storage >= 0 || tensor.IsExternal,
                tensor.IsInput,
                tensor.IsOutput,
                AllocatorWalk.CanWorkInPlace(tensor.Operation)
            );
        }
    }

    /// <summary>Gives the arrays back.</summary>
    public void Dispose()
    {
        foreach (int[]? lent in (ReadOnlySpan<int[]?>)[_leafs, _nodes, _sourceStart, _sources, _places])
        {
            if (lent is not null)
            {
                ArrayPool<int>.Shared.Return(lent);
            }
        }

        ArrayPool<TensorFacts>.Shared.Return(_facts);
        _tensors.Dispose();
    }
}

/// <summary>What the walk asks of a tensor.</summary>
/// <param name="Storage">The tensor it is a view of, or -1.</param>
/// <param name="CountsAsView">Whether its storage must outlive it; dependency nodes don't count.</param>
/// <param name="NeedsNone">A view or stored elsewhere.</param>
/// <param name="IsInput">Filled by the caller.</param>
/// <param name="IsOutput">Read by the caller, so never freed.</param>
/// <param name="InPlace">Whether its operation may write over a source.</param>
internal readonly record struct TensorFacts(int Storage, bool CountsAsView, bool NeedsNone, bool IsInput, bool IsOutput, bool InPlace);
