using System.Collections.Immutable;
using LocalRig.Engines.LlamaCpp.Graphs;
using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Allocation;

/// <summary>
/// The size of every compute buffer a graph needs: ggml's graph allocator walked without memory behind it
/// (ggml-alloc.c, ggml_gallocr_alloc_graph_impl). Leafs and inputs get storage first; then node by node the result gets
/// storage, over a source that ends there where the operation may work in place, and sources no later node reads are freed.
/// </summary>
public static class AllocatorWalk
{
    /// <summary>Bytes per buffer, in the order of <see cref="AllocatorGraph.Buffers"/>. A buffer type named twice is counted once, at its first place.</summary>
    /// <exception cref="EngineException">The graph needs more separate buffers than ggml can make.</exception>
    public static long[] Sizes(AllocatorGraph graph)
    {
        using WalkState state = new(graph);
        state.TakeLeafs();
        state.CountUsesAndTakeInputs();
        state.TakeAndReleaseNodes(0, state.NodeCount);
        return state.Sizes();
    }

    /// <summary>The same for a graph that leaves out repeats of alike layers: the sizes it would have with all of them, or null when
    /// that can't be told because a repeat changes what the next one finds.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="gaps">Where repeats were left out.</param>
    internal static long[]? FoldedSizes(AllocatorGraph graph, ImmutableArray<LayerGap> gaps)
    {
        using WalkState state = new(graph);
        state.TakeLeafs();
        state.CountUsesAndTakeInputs();
        int at = 0;
        foreach (LayerGap gap in gaps)
        {
            if (!state.StaysSteadyOver(SteadyRepeats.Find(gap, graph.Nodes, at), ref at))
            {
                return null;
            }
        }

        state.TakeAndReleaseNodes(at, state.NodeCount);
        return state.Sizes();
    }

    /// <summary>Whether the operation may write its result over a source (ggml-alloc.c, ggml_op_can_inplace).</summary>
    public static bool CanWorkInPlace(Operation operation) =>
        operation switch
        {
            Operation.Fill or Operation.Scale => true,
            Operation.Add or Operation.AddId or Operation.Sub or Operation.Mul or Operation.Div => true,
            Operation.Sqr or Operation.Sqrt or Operation.Clamp => true,
            Operation.Rope or Operation.RmsNorm or Operation.SoftMax => true,
            _ => IsUnary(operation),
        };

    /// <summary>Whether ggml files the operation under its element-wise unary operation (ggml.h, GGML_OP_UNARY).</summary>
    public static bool IsUnary(Operation operation) =>
        operation switch
        {
            Operation.Silu or Operation.Gelu or Operation.Relu or Operation.Sigmoid => true,
            Operation.Softplus or Operation.Tanh or Operation.Exp or Operation.Neg or Operation.Xielu => true,
            _ => false,
        };
}
