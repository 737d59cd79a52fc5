using LocalRig.Engines.LlamaCpp.Scheduling;
using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Backends.GraphOptimization;

/// <summary>A split's nodes with what reordering asks of them, found out in one pass.</summary>
internal sealed class SplitNodes
{
    private const int Word = 64;
    private readonly ulong[] _views;
    private readonly StorageUses _uses = StorageUses.Begin();

    public SplitNodes(SplitView split)
    {
        int count = split.Count;
        _views = new ulong[count / Word + 2];
        Nodes = new GraphTensor[count];
        Operations = new Operation[count];
        Earlier = new uint[count];
        Sequences = new int[count];
        for (int i = 0; i < count; i++)
        {
            GraphTensor node = split[i];
            Nodes[i] = node;
            Operations[i] = node.Operation.IsUnary() ? FusedSequences.Unary : node.Operation;
            bool isView = node.Operation.IsEmpty();
            _views[i / Word] |= isView ? 1UL << (i % Word) : 0;
            Earlier[i] = isView ? AddView(node, i) : AddComputing(node, i);
        }

        for (int i = 0; i < count; i++)
        {
            Sequences[i] = FusedSequences.At(Operations, i);
            HasSparseSelection |= (Sequences[i] & (1 << FusedSequences.SparseSelection)) != 0;
        }
    }

    public GraphTensor[] Nodes { get; }

    public Operation[] Operations { get; }

    /// <summary>Per node, the nodes before it that it may not overtake: bit 32 − d for the node d places earlier.</summary>
    public uint[] Earlier { get; }

    /// <summary>Per node, the fused sequences that begin at it.</summary>
    public int[] Sequences { get; }

    public bool HasSparseSelection { get; }

    /// <summary>The node's place, or -1 when it is not of this split.</summary>
    public int PlaceOf(GraphTensor tensor) => _uses[tensor].Place;

    /// <summary>Which of the 64 nodes from a place on only look at storage, one bit each.</summary>
    public ulong ViewsFrom(int place)
    {
        int bit = place % Word;
        ulong low = _views[place / Word] >> bit;
        return bit == 0 ? low : low | _views[place / Word + 1] << (Word - bit);
    }

    private uint AddView(GraphTensor node, int place)
    {
        uint earlier = 0;
        foreach (GraphTensor? source in node.Sources)
        {
            earlier |= source is null ? 0 : Result(_uses[source].Place, place);
        }

        return earlier | Hold(node, place, isView: true);
    }

    /// <summary>A node waits for its sources, for what was written into the storage it reads, and for those who still read the storage it writes.</summary>
    private uint AddComputing(GraphTensor node, int place)
    {
        uint earlier = 0;
        foreach (GraphTensor? source in node.Sources)
        {
            if (source is null)
            {
                continue;
            }

            ref StorageUse read = ref _uses[source];
            earlier |= Result(read.Place, place);
            if (source.ViewOf is { } storage)
            {
                read = ref _uses[storage];
            }

            earlier |= read.Writers.Before(place);
            read.Readers.Add(place);
        }

        return earlier | Hold(node, place, isView: false);
    }

    /// <summary>Notes that a node's result lies in its storage; gives those it must not overtake there.</summary>
    private uint Hold(GraphTensor node, int place, bool isView)
    {
        ref StorageUse own = ref _uses[node];
        own.Place = place;
        if (node.ViewOf is { } storage)
        {
            own = ref _uses[storage];
        }

        uint earlier = own.Holders.Before(place);
        own.Holders.Add(place);
        if (!isView)
        {
            earlier |= own.Readers.Before(place);
            own.Writers.Add(place);
        }

        return earlier;
    }

    private static uint Result(int source, int place) => source >= 0 && place - source <= 32 ? 1u << (32 - (place - source)) : 0;
}
