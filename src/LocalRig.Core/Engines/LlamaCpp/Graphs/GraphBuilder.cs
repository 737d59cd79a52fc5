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
    public Graph Graph { get; } = new(TensorArena.TakeList(), TensorArena.TakeList());

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
    public static GraphTensor Input(string name, TensorType type, TensorShape shape)
    {
        GraphTensor input = Make(Operation.None, type, shape, TensorStrides.Contiguous(type, shape));
        input.Name = name;
        input.IsInput = true;
        return input;
    }

    /// <summary>Room in the compute buffer that no operation makes (ggml_new_tensor); it is taken before the first node runs.</summary>
    public static GraphTensor Room(TensorType type, TensorShape shape) =>
        Make(Operation.None, type, shape, TensorStrides.Contiguous(type, shape));

    /// <summary>A tensor stored outside the compute buffers.</summary>
    public static GraphTensor External(string name, TensorType type, TensorShape shape, int layer, TensorInfo? weight = null)
    {
        GraphTensor stored = Make(Operation.None, type, shape, TensorStrides.Contiguous(type, shape));
        stored.Name = name;
        stored.IsExternal = true;
        stored.Weight = weight;
        stored.Layer = layer;
        return stored;
    }

    private static GraphTensor Result(Operation operation, TensorType type, TensorShape shape, params ReadOnlySpan<GraphTensor?> sources) =>
        Make(operation, type, shape, TensorStrides.Contiguous(type, shape), sources);

    /// <summary>A result with the type and shape of its first source.</summary>
    private static GraphTensor Like(Operation operation, GraphTensor a, params ReadOnlySpan<GraphTensor?> sources) =>
        Result(operation, a.Type, a.Shape, sources);

    /// <summary>A tensor that shares the storage of <paramref name="of"/>, or of what that one shares.</summary>
    private static GraphTensor Shared(
        Operation operation,
        GraphTensor of,
        TensorShape shape,
        TensorStrides strides,
        long offset,
        params ReadOnlySpan<GraphTensor?> sources
    )
    {
        GraphTensor shared = Make(operation, of.Type, shape, strides, sources);
        shared.ViewOf = of.ViewOf ?? of;
        shared.ViewOffset = of.ViewOffset + offset;
        return shared;
    }

    private static GraphTensor Make(Operation operation, TensorType type, TensorShape shape, TensorStrides strides, params ReadOnlySpan<GraphTensor?> sources)
    {
        GraphTensor tensor = TensorArena.Take();
        tensor.Operation = operation;
        tensor.Type = type;
        tensor.Shape = shape;
        tensor.Strides = strides;
        tensor.Read(sources);
        return tensor;
    }
}
