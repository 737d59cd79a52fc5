namespace LocalRig.Graphs;

/// <summary>A compute graph in the order the engine runs it: leafs (weights, caches, inputs) and nodes (results of operations).</summary>
public sealed class Graph
{
    /// <summary>Tensors no operation makes, in the order they were first reached.</summary>
    public List<GraphTensor> Leafs { get; } = [];

    /// <summary>Results of operations, each after its sources.</summary>
    public List<GraphTensor> Nodes { get; } = [];
}
