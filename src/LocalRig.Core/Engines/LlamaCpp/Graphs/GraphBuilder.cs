using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;

namespace LocalRig.Engines.LlamaCpp.Graphs;

/// <summary>Makes graph tensors with ggml's shape rules and collects them in ggml's order: a node comes after its sources,
/// sources are visited first to last, and each tensor once (ggml.c, ggml_visit_parents_graph).</summary>
internal sealed partial class GraphBuilder
{
    private const int Reached = 1;

    /// <summary>What has been collected so far.</summary>
    public Graph Graph { get; } = new();

    /// <summary>Collects a tensor and everything it needs that isn't collected yet (ggml_build_forward_expand).</summary>
    public void Expand(GraphTensor tensor)
    {
        if (tensor.Mark == Reached)
        {
            return;
        }

        tensor.Mark = Reached;
        foreach (GraphTensor? source in tensor.Sources)
        {
            if (source is not null)
            {
                Expand(source);
            }
        }

        (tensor.Operation == Operation.None ? Graph.Leafs : Graph.Nodes).Add(tensor);
    }

    /// <summary>A tensor the caller fills before each run.</summary>
    public static GraphTensor Input(string name, TensorType type, TensorShape shape) =>
        new()
        {
            Name = name,
            Type = type,
            Shape = shape,
            Strides = TensorStrides.Contiguous(type, shape),
            IsInput = true,
        };

    /// <summary>A tensor stored outside the compute buffers.</summary>
    public static GraphTensor External(string name, TensorType type, TensorShape shape, int layer, TensorInfo? weight = null) =>
        new()
        {
            Name = name,
            Type = type,
            Shape = shape,
            Strides = TensorStrides.Contiguous(type, shape),
            IsExternal = true,
            Weight = weight,
            Layer = layer,
        };

    private static GraphTensor Result(Operation operation, TensorType type, TensorShape shape, params GraphTensor?[] sources) =>
        new()
        {
            Operation = operation,
            Type = type,
            Shape = shape,
            Strides = TensorStrides.Contiguous(type, shape),
            Sources = sources,
        };

    /// <summary>A result with the type and shape of its first source.</summary>
    private static GraphTensor Like(Operation operation, GraphTensor a, params GraphTensor?[] sources) =>
        Result(operation, a.Type, a.Shape, sources);

    /// <summary>A tensor that shares the storage of <paramref name="of"/>, or of what that one shares.</summary>
    private static GraphTensor Shared(
        Operation operation,
        GraphTensor of,
        TensorShape shape,
        TensorStrides strides,
        long offset,
        params GraphTensor?[] sources
    ) =>
        new()
        {
            Operation = operation,
            Type = of.Type,
            Shape = shape,
            Strides = strides,
            Sources = sources,
            ViewOf = of.ViewOf ?? of,
            ViewOffset = of.ViewOffset + offset,
        };
}
