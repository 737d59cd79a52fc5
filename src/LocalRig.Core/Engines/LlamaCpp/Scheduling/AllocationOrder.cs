using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Engines.LlamaCpp.Graphs;
using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Scheduling;

/// <summary>Puts splits, copies and dependencies in the order the allocator sees (ggml-backend.cpp, ggml_backend_sched_split_graph, graph_copy).</summary>
internal sealed class AllocationOrder(BackendAssignment assignment, SplitBuilder splits, SchedulerOptions options)
{
    /// <summary>Sources one tensor can have (ggml.h, GGML_MAX_SRC).</summary>
    private const int MaxSources = 10;

    private readonly AllocatorGraph _graph = new(assignment.Nodes.Length) { Buffers = options.Buffers };

    public ScheduledGraph Make()
    {
        List<GraphSplit> parts = new(splits.Parts.Count);
        foreach (SplitBuilder.Part part in splits.Parts)
        {
            AddInputs(part);
            AddNodes(part);
            parts.Add(new GraphSplit(part.Backend, part.End - part.Start, part.Inputs));
        }

        if (options.Pipelined)
        {
            AddInputCopies();
        }

        foreach (GraphTensor leaf in assignment.Leafs)
        {
            _graph.AddLeaf(leaf, assignment.Of(leaf));
        }

        return new ScheduledGraph(_graph, parts);
    }

    /// <summary>A split's inputs first: the source is held until it is copied, the copy has storage from the split's start.</summary>
    private void AddInputs(SplitBuilder.Part part)
    {
        foreach (GraphTensor input in part.Inputs)
        {
            _graph.AddNode(Holding(input, [input]), assignment.Of(input));
            _graph.AddNode(splits.CopiesOf(input, part.Backend)[0], part.Backend);
        }
    }

    private void AddNodes(SplitBuilder.Part part)
    {
        for (int i = part.Start; i < part.End; i++)
        {
            GraphTensor node = assignment.Nodes[i];
            _graph.AddNode(node, assignment.Of(node));
            if (splits.Kept.Count == 0 || !splits.Kept.TryGetValue(node, out List<GraphTensor>? kept))
            {
                continue;
            }

            foreach (GraphTensor[] group in kept.Chunk(MaxSources))
            {
                _graph.AddNode(Holding(group[0], group), part.Backend);
            }
        }
    }

    private void AddInputCopies()
    {
        foreach (GraphTensor input in splits.GraphInputs)
        {
            int backend = assignment.Of(input);
            foreach (GraphTensor copy in splits.CopiesOf(input, backend))
            {
                _graph.AddLeaf(copy, backend);
            }
        }

        foreach (SplitBuilder.Part part in splits.Parts)
        {
            foreach (GraphTensor input in part.Inputs)
            {
                foreach (GraphTensor copy in splits.CopiesOf(input, part.Backend))
                {
                    _graph.AddLeaf(copy, part.Backend);
                }
            }
        }
    }

    /// <summary>A node that does nothing but count as a reader, so that storage lasts to this place.</summary>
    private static GraphTensor Holding(GraphTensor tensor, ReadOnlySpan<GraphTensor> held)
    {
        GraphTensor holding = TensorArena.Take();
        holding.Name = tensor.Name + " (view)";
        holding.Type = tensor.Type;
        holding.Shape = tensor.Shape;
        holding.Strides = tensor.Strides;
        holding.ViewOf = tensor.ViewOf ?? tensor;
        holding.Read(held);
        return holding;
    }
}
