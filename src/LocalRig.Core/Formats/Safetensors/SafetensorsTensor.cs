using System.Collections.Immutable;
using LocalRig.Quantization;
using LocalRig.Units;

namespace LocalRig.Formats.Safetensors;

/// <summary>One tensor as a safetensors header describes it.</summary>
/// <param name="Name">Its name in the training framework: <c>model.layers.0.self_attn.q_proj.weight</c>.</param>
/// <param name="ElementType">Element type as written: <c>BF16</c>, <c>F8_E4M3</c>.</param>
/// <param name="Shape">Elements per dimension, slowest first, as PyTorch writes shapes.</param>
/// <param name="Offset">Where its data begins, in bytes from the start of its file's data.</param>
/// <param name="Size">Bytes of its data.</param>
/// <param name="Part">Which file of a sharded model holds it, from 0.</param>
public sealed record SafetensorsTensor(
    string Name,
    string ElementType,
    ImmutableArray<long> Shape,
    long Offset,
    ByteSize Size,
    int Part = 0)
{
    /// <summary>Number of elements; 1 for a scalar.</summary>
    public long Elements => Shape.Aggregate(1L, (n, d) => checked(n * d));

    /// <summary>The ggml type with the same elements, or null when ggml has none (8-bit floats, unsigned integers).</summary>
    public TensorType? GgmlType => SafetensorsTypes.Ggml(ElementType);
}
