using LocalRig.Engines.LlamaCpp.Graphs;
using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Allocation;

/// <summary>The last four repeats of alike layers before a gap, as places in the order the allocator sees. If the last does exactly what
/// the one before does, and the allocator's state at its end equals the state one or two repeats earlier, then any even number
/// of further repeats would run through the same states again, and none changes a size.</summary>
/// <param name="Starts">Places of the repeats' first nodes, and the place after the last node; -1 where one wasn't found.</param>
internal readonly record struct SteadyRepeats(int[] Starts)
{
    /// <summary>Repeats that are compared.</summary>
    private const int Count = 4;

    private int Last => Starts[Count - 1];

    private int End => Starts[Count];

    private int Length => End - Last;

    /// <summary>Finds the repeats by their layers' first norms, with which a layer's part of the graph begins.</summary>
    public static SteadyRepeats Find(LayerGap gap, IReadOnlyList<GraphTensor> nodes, int from)
    {
        int[] starts = new int[Count + 1];
        int place = from;
        for (int repeat = 0; repeat <= Count; repeat++)
        {
            while (place < nodes.Count && (nodes[place].Layer != gap.Repeat(repeat) || nodes[place].Operation != Operation.RmsNorm))
            {
                place++;
            }

            starts[repeat] = place < nodes.Count ? place : -1;
        }

        return new SteadyRepeats(starts);
    }

    /// <summary>Whether the last two repeats have the same nodes: operation, size, buffer, and sources at the same distance, shared or
    /// stored outside.</summary>
    public bool AreAlike(AllocatorGraph graph, WalkIndex index)
    {
        if (Array.IndexOf(Starts, -1) >= 0 || Starts[^3] + Length != Last)
        {
            return false;
        }

        for (int i = Last; i < End; i++)
        {
            if (graph.NodeBuffers[i] != graph.NodeBuffers[i - Length] || !NodesAlike(index, i, i - Length))
            {
                return false;
            }
        }

        return true;
    }

    private bool NodesAlike(WalkIndex index, int later, int earlier)
    {
        int a = index.Nodes[later];
        int b = index.Nodes[earlier];
        GraphTensor x = index.Tensor(a);
        GraphTensor y = index.Tensor(b);
        TensorFacts facts = index.Facts[a];
        bool same =
            x.Operation == y.Operation && x.Type == y.Type && x.Shape == y.Shape && x.Strides == y.Strides
            && facts.CountsAsView == index.Facts[b].CountsAsView
            && facts.NeedsNone == index.Facts[b].NeedsNone
            && facts.IsOutput == index.Facts[b].IsOutput;

        // An input of its own would have storage from the start of the graph.
        if (!same || facts.IsInput || index.Facts[b].IsInput || !TensorsAlike(index, facts.Storage, index.Facts[b].Storage))
        {
            return false;
        }

        ReadOnlySpan<int> sources = index.SourcesOf(later);
        ReadOnlySpan<int> others = index.SourcesOf(earlier);
        for (int s = 0; s < sources.Length && sources.Length == others.Length; s++)
        {
            if (!TensorsAlike(index, sources[s], others[s]))
            {
                return false;
            }
        }

        return sources.Length == others.Length;
    }

    private bool TensorsAlike(WalkIndex index, int later, int earlier)
    {
        if (later == earlier)
        {
            return true;
        }

        if (later < 0 || earlier < 0)
        {
            return false;
        }

        int place = index.PlaceOf(later);
        return place >= 0 ? place - Length == index.PlaceOf(earlier) : index.Tensor(later).IsExternal && index.Tensor(earlier).IsExternal;
    }
}
