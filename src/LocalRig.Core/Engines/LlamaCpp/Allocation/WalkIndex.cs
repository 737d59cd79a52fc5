using System.Runtime.InteropServices;
using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Allocation;

/// <summary>A graph as numbers, so that the walk touches each tensor once: ids of leafs, nodes, sources and storages in arrays.</summary>
internal sealed class WalkIndex
{
    private readonly TensorIndex _tensors;

    private int[]? _places;

    public WalkIndex(AllocatorGraph graph)
    {
        ReadOnlySpan<GraphTensor> leafs = CollectionsMarshal.AsSpan(graph.Leafs);
        ReadOnlySpan<GraphTensor> nodes = CollectionsMarshal.AsSpan(graph.Nodes);
        _tensors = new TensorIndex(leafs.Length + nodes.Length + 64);
        Leafs = new int[leafs.Length];
        Nodes = new int[nodes.Length];
        SourceStart = new int[nodes.Length + 1];
        int[] sources = new int[nodes.Length * 2 + 16];
        int count = 0;
        for (int i = 0; i < leafs.Length; i++)
        {
            Leafs[i] = _tensors.IdOf(leafs[i]);
        }

        for (int i = 0; i < nodes.Length; i++)
        {
            Nodes[i] = _tensors.IdOf(nodes[i]);
            foreach (GraphTensor? source in nodes[i].Sources)
            {
                if (source is null)
                {
                    continue;
                }

                if (count == sources.Length)
                {
                    Array.Resize(ref sources, count * 2);
                }

                sources[count++] = _tensors.IdOf(source);
            }

            SourceStart[i + 1] = count;
        }

        Sources = sources;
        Facts = DescribeAll();
    }

    public int[] Leafs { get; }

    public int[] Nodes { get; }

    /// <summary>Where each node's sources begin in <see cref="Sources"/>; one entry more than nodes.</summary>
    public int[] SourceStart { get; }

    public int[] Sources { get; }

    /// <summary>Per tensor.</summary>
    public TensorFacts[] Facts { get; }

    public GraphTensor Tensor(int id) => _tensors[id];

    /// <summary>Sources of the node at a place.</summary>
    public ReadOnlySpan<int> SourcesOf(int place) => Sources.AsSpan(SourceStart[place], SourceStart[place + 1] - SourceStart[place]);

    /// <summary>The place among the nodes of a tensor that a node makes, or -1.</summary>
    public int PlaceOf(int id) => (_places ??= FindPlaces())[id];

    private int[] FindPlaces()
    {
        int[] places = new int[Facts.Length];
        Array.Fill(places, -1);
        for (int i = 0; i < Nodes.Length; i++)
        {
            places[Nodes[i]] = i;
        }

        return places;
    }

    private TensorFacts[] DescribeAll()
    {
        TensorFacts[] facts = new TensorFacts[_tensors.Count];
        for (int id = 0; id < facts.Length; id++)
        {
            GraphTensor tensor = _tensors[id];
            int storage = tensor.ViewOf is null ? -1 : _tensors.IdOf(tensor.ViewOf);
            if (_tensors.Count > facts.Length)
            {
                Array.Resize(ref facts, _tensors.Count);
            }

            facts[id] = new TensorFacts(
                storage,
                tensor.ViewOf is not null && tensor.Operation != Operation.None,
                storage >= 0 || tensor.IsExternal,
                tensor.IsInput,
                tensor.IsOutput,
                AllocatorWalk.CanWorkInPlace(tensor.Operation)
            );
        }

        return facts;
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
