using LocalRig.Models;
using LocalRig.Quantization;

namespace LocalRig.Graphs;

/// <summary>Byte strides per dimension, as ggml's <c>nb[4]</c>.</summary>
/// <param name="Nb0">Bytes of one block.</param>
/// <param name="Nb1">Bytes from row to row.</param>
/// <param name="Nb2">Bytes from matrix to matrix.</param>
/// <param name="Nb3">Bytes from cube to cube.</param>
public readonly record struct TensorStrides(long Nb0, long Nb1, long Nb2, long Nb3)
{
    /// <summary>Strides of a tensor without holes (ggml_new_tensor).</summary>
    public static TensorStrides Contiguous(TensorType type, TensorShape shape)
    {
        long nb1 = type.RowBytes(shape.Ne0);
        long nb2 = nb1 * shape.Ne1;
        return new TensorStrides(type.BlockBytes(), nb1, nb2, nb2 * shape.Ne2);
    }

    /// <summary>Bytes from the first to past the last element (ggml_nbytes).</summary>
    public static long Bytes(TensorType type, TensorShape shape, TensorStrides strides)
    {
        if (shape.Ne0 <= 0 || shape.Ne1 <= 0 || shape.Ne2 <= 0 || shape.Ne3 <= 0)
        {
            return 0;
        }

        int block = type.BlockElements();
        long rest = (shape.Ne1 - 1) * strides.Nb1 + (shape.Ne2 - 1) * strides.Nb2 + (shape.Ne3 - 1) * strides.Nb3;
        return block == 1
            ? type.BlockBytes() + (shape.Ne0 - 1) * strides.Nb0 + rest
            : shape.Ne0 * strides.Nb0 / block + rest;
    }
}
