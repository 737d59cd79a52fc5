using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;

namespace LocalRig.Engines.LlamaCpp.Backends;

/// <summary>How a tensor lies in memory (ggml.c, ggml_is_contiguous and its kin).</summary>
internal static class TensorContiguity
{
    /// <summary>Without holes.</summary>
    public static bool IsContiguous(this GraphTensor tensor) => IsContiguousFrom(tensor, 0);

    /// <summary>Without holes once the first <paramref name="dimensions"/> dimensions' strides are left aside.</summary>
    public static bool IsContiguousFrom(this GraphTensor tensor, int dimensions)
    {
        TensorShape ne = tensor.Shape;
        TensorStrides nb = tensor.Strides;
        long next = tensor.Type.BlockBytes();
        if (ne.Ne0 != tensor.Type.BlockElements() && nb.Nb0 != next)
        {
            return false;
        }

        next *= ne.Ne0 / tensor.Type.BlockElements();
        return Step(ne.Ne1, nb.Nb1, 1) && Step(ne.Ne2, nb.Nb2, 2) && Step(ne.Ne3, nb.Nb3, 3);

        bool Step(long elements, long stride, int dimension)
        {
            if (elements == 1)
            {
                return true;
            }

            if (dimension > dimensions)
            {
                if (stride != next)
                {
                    return false;
                }

                next *= elements;
            }
            else
            {
                next = elements * stride;
            }

            return true;
        }
    }

    /// <summary>Each row without holes (ggml_is_contiguous_rows).</summary>
    public static bool HasContiguousRows(this GraphTensor tensor) =>
        tensor.Shape.Ne0 == tensor.Type.BlockElements() || tensor.Strides.Nb0 == tensor.Type.BlockBytes();
}
