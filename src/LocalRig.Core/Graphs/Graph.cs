namespace LocalRig.Graphs;

/// <summary>A compute graph in the order the engine runs it: leafs (weights, caches, inputs) and nodes (results of operations).</summary>
/// <param name="leafs">An empty list to collect leafs in.</param>
/// <param name="nodes">Another for nodes.</param>
public sealed class Graph(List<GraphTensor> leafs, List<GraphTensor> nodes)
{
    /// <summary>An empty graph.</summary>
    public Graph()
        : this([], [])
    {
    }

    /// <summary>Tensors no operation makes, in the order they were first reached.</summary>
    public List<GraphTensor> Leafs { get; } = leafs;

    /// <summary>Results of operations, each after its sources.</summary>
    public List<GraphTensor> Nodes { get; } = nodes;
}
