using LocalRig.Engines.LlamaCpp.Backends;
using LocalRig.Engines.LlamaCpp.Graphs;
using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Scheduling;

/// <summary>Cuts a graph into splits and makes the copies each needs (ggml-backend.cpp, ggml_backend_sched_split_graph, pass 5).</summary>
internal sealed class SplitBuilder(BackendAssignment assignment, SchedulerOptions options)
{
    private readonly Dictionary<(GraphTensor, int), GraphTensor[]> _copies = [];
    private readonly int[] _useCounts = assignment.CountUses();

    public List<Part> Parts { get; } = [];

    /// <summary>Inputs of the whole graph, when devices are pipelined.</summary>
    public List<GraphTensor> GraphInputs { get; } = [];

    /// <summary>Tensors whose storage must last until a node has run, by that node.</summary>
    public Dictionary<GraphTensor, List<GraphTensor>> Kept { get; } = [];

    private int CopyCount => options.Pipelined ? SchedulerOptions.PipelineCopies : 1;

    public GraphTensor[] CopiesOf(GraphTensor tensor, int backend) => _copies[(tensor, backend)];

    public void Cut()
    {
        CopyUnreadInputs();
        Span<GraphTensor> nodes = assignment.Nodes;
        int i = 0;
        while (i < nodes.Length && nodes[i].Operation.IsView())
        {
            i++;
        }

        Part part = new() { Backend = i < nodes.Length ? assignment.Of(nodes[i]) : assignment.Last };
        Parts.Add(part);
        for (; i < nodes.Length; i++)
        {
            GraphTensor node = nodes[i];
            if (node.Operation.IsView())
            {
                continue;
            }

            int backend = assignment.Of(node);
            if (backend != part.Backend || (part.Inputs.Count > 0 && ReadsDistantWeight(node, backend)))
            {
                part.End = i;
                part = new Part { Backend = backend, Start = i };
                Parts.Add(part);
            }

            for (int s = 0; s < node.Sources.Length; s++)
            {
                if (node.Sources[s] is { } source)
                {
                    CopyIfDistant(node, s, source, part);
                }
            }
        }

        part.End = nodes.Length;
    }

    private void CopyUnreadInputs()
    {
        foreach (GraphTensor leaf in assignment.Leafs)
        {
            if (leaf.IsInput && options.Pipelined && options.CopiesUnreadInputs)
            {
                KeepCopies(leaf, assignment.Of(leaf));
            }
        }
    }

    private void KeepCopies(GraphTensor input, int at)
    {
        _copies[(input, at)] = MakeCopies(input, at, first: input);
        GraphInputs.Add(input);
    }

    /// <summary>Lets each backend work over its parts.</summary>
    public void Optimize()
    {
        foreach (Part part in Parts)
        {
            options.Backends[part.Backend].Optimize(new SplitView(assignment.NodeList, part.Start, part.End, _useCounts, Kept));
        }
    }

    /// <summary>A weight that must be copied in begins a new part, so that weights copied before can be overwritten.</summary>
    private bool ReadsDistantWeight(GraphTensor node, int backend)
    {
        foreach (GraphTensor? source in node.Sources)
        {
            if (source is { Weight: not null, IsExternal: true } && assignment.Of(source) != backend && !assignment.Reaches(backend, source))
            {
                return true;
            }
        }

        return false;
    }

    private void CopyIfDistant(GraphTensor node, int place, GraphTensor source, Part part)
    {
        int at = assignment.Of(source);
        if (source.IsInput && options.Pipelined && !_copies.ContainsKey((source, at)))
        {
            KeepCopies(source, at);
        }

        if (at == part.Backend || assignment.Reaches(part.Backend, source))
        {
            return;
        }

        if (!_copies.TryGetValue((source, part.Backend), out GraphTensor[]? copies))
        {
            _copies[(source, part.Backend)] = copies = MakeCopies(source, part.Backend, first: null);
            part.Inputs.Add(source);
        }

        node.Sources[place] = copies[0];
    }

    private GraphTensor[] MakeCopies(GraphTensor source, int backend, GraphTensor? first)
    {
        GraphTensor[] copies = new GraphTensor[CopyCount];
        for (int c = 0; c < copies.Length; c++)
        {
            copies[c] = c == 0 && first is not null ? first : Copy(source, $"{options.Backends[backend].Name}#{source.Name}#{c}");
            if (options.Pipelined)
            {
                // kept for the whole run: the next batch may be filled in while this one runs
                copies[c].IsInput = true;
                copies[c].IsOutput = true;
            }

            assignment.Add(copies[c], backend);
        }

        return copies;
    }

    private static GraphTensor Copy(GraphTensor source, string name)
    {
        GraphTensor copy = TensorArena.Take();
        copy.Name = name;
        copy.Type = source.Type;
        copy.Shape = source.Shape;
        copy.Strides = source.Strides;
        copy.Weight = source.Weight;
        copy.Layer = source.Layer;
        copy.Read([]);
        return copy;
    }

    /// <summary>A split while it is made.</summary>
    internal sealed class Part
    {
        public required int Backend { get; init; }

        public int Start { get; init; }

        public int End { get; set; }

        public List<GraphTensor> Inputs { get; } = [];
    }
}
