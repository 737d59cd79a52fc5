using LocalRig.Quantization;
using LocalRig.Units;

namespace LocalRig.Models;

/// <summary>One weight tensor: its name, type, shape and place in the file.</summary>
/// <param name="Name">The GGUF name, such as <c>blk.0.attn_q.weight</c>.</param>
/// <param name="Type">How its elements are stored.</param>
/// <param name="Shape">Elements per dimension, fastest first (ggml's <c>ne</c>).</param>
/// <param name="Offset">Where its data begins, in bytes from the start of its file's data section.</param>
/// <param name="Part">Which file of a split model holds it, from 0.</param>
public sealed record TensorInfo(string Name, TensorType Type, TensorShape Shape, long Offset = 0, int Part = 0)
{
    /// <summary>Bytes of the tensor's data, without padding (ggml_nbytes); set only where a catalogue model is scaled to a known file size.</summary>
    public ByteSize Size { get; init; } = new(checked(Type.RowBytes(Shape.Ne0) * Shape.Ne1 * Shape.Ne2 * Shape.Ne3));
}
