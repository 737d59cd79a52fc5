using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Engines.LlamaCpp.Backends;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;

namespace LocalRig.Engines.LlamaCpp.Weights;

/// <summary>Asks a backend whether it can use a weight from a buffer type, with a small operation made for the purpose
/// (llama-model-loader.cpp, weight_buft_supported).</summary>
internal sealed class WeightProbe(TensorInfo weight, Operation operation) : IBufferLookup
{
    /// <summary>Rows of the batch llama.cpp asks with.</summary>
    private const int Rows = 512;

    /// <summary>Sequences a convolution is asked with.</summary>
    private const int Sequences = 3;

    private readonly GraphTensor _weight = Plain(weight.Type, weight.Shape, weight);
    private GraphTensor? _node;
    private BufferType? _buffer;

    /// <summary>Whether the backend can run the operation with the weight there.</summary>
    public bool Works(ComputeBackend backend, BufferType buffer)
    {
        _buffer = buffer;
        return backend.Supports(_node ??= Make(), this);
    }

    /// <inheritdoc/>
    public BufferType? BufferOf(GraphTensor tensor) => ReferenceEquals(tensor, _weight) ? _buffer : null;

    private GraphTensor Make()
    {
        TensorShape w = weight.Shape;
        return operation switch
        {
            Operation.GetRows => Node(new(w.Ne0, Rows), _weight, Plain(TensorType.I32, new(Rows))),
            Operation.MulMat => Node(w with { Ne0 = w.Ne1, Ne1 = Rows }, _weight, Plain(TensorType.F32, w with { Ne1 = Rows })),
            Operation.MulMatId => Node(new(w.Ne1, 1, Rows), _weight, Plain(TensorType.F32, new(w.Ne0, 1, Rows)), Plain(TensorType.I32, new(1, Rows))),
            Operation.AddId => Node(new(w.Ne0, 1, Rows), Plain(TensorType.F32, new(w.Ne0, 1, Rows)), _weight, Plain(TensorType.I32, new(1, Rows))),
            Operation.Rope => Node(new(w.Ne0 * 2, 1, Rows), Plain(TensorType.F32, new(w.Ne0 * 2, 1, Rows)), Plain(TensorType.I32, new(Rows)), _weight),
            Operation.SsmConv => Node(new(w.Ne1, Rows, Sequences), Plain(TensorType.F32, new(w.Ne0 - 1 + Rows, w.Ne1, Sequences)), _weight),
            Operation.SsmScan => Node(
                new(w.Ne1, Rows, Sequences), Plain(TensorType.F32, new(w.Ne0, 1, w.Ne1, Sequences)), Plain(TensorType.F32, new(1, w.Ne1, Rows, Sequences)), Plain(TensorType.F32, new(w.Ne1, Rows, Sequences)),
                _weight, Plain(TensorType.F32, new(w.Ne0, 1, Rows, Sequences)), Plain(TensorType.F32, new(w.Ne0, 1, Rows, Sequences)), Plain(TensorType.I32, new(Sequences))),
            Operation.Scale => Node(w, _weight),
            _ => Node(w, Plain(TensorType.F32, w), _weight),
        };
    }

    private GraphTensor Node(TensorShape shape, params GraphTensor?[] sources) =>
        new()
        {
            Operation = operation,
            Type = TensorType.F32,
            Shape = shape,
            Strides = TensorStrides.Contiguous(TensorType.F32, shape),
            Sources = sources,
        };

    private static GraphTensor Plain(TensorType type, TensorShape shape, TensorInfo? weight = null) =>
        new()
        {
            Type = type,
            Shape = shape,
            Strides = TensorStrides.Contiguous(type, shape),
            Weight = weight,
            IsExternal = weight is not null,
        };
}
