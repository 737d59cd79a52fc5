using System.Collections.Immutable;
using LocalRig.Models;

namespace LocalRig.Formats.Gguf;

/// <summary>Holds tensor offsets against each other and the file's length.</summary>
internal static class GgufDataCheck
{
    /// <summary>Tensors must not share bytes, in whatever order they lie.</summary>
    public static void Disjoint(ImmutableArray<TensorInfo> tensors, long at)
    {
        foreach (TensorInfo tensor in tensors)
        {
            if (tensor.Offset > FormatLimits.DataBytes - tensor.Size.Bytes)
            {
                throw new FormatLimitException(at, tensor.Name, $"the tensor's data at offset {tensor.Offset} would end beyond the {FormatLimits.DataBytes} bytes any file can have");
            }
        }

        TensorInfo? previous = null;
        IEnumerable<TensorInfo> inOrder = IsOrdered(tensors) ? tensors : tensors.OrderBy(t => t.Offset);
        foreach (TensorInfo tensor in inOrder.Where(t => t.Size.Bytes > 0))
        {
            if (previous is not null && tensor.Offset < previous.Offset + previous.Size.Bytes)
            {
                throw new CorruptModelException(at, tensor.Name, $"the tensor's data at offset {tensor.Offset} overlaps that of {previous.Name}");
            }

            previous = tensor;
        }
    }

    /// <summary>All tensor data must lie inside the file (llama_tensor_weight in llama-model-loader.h).</summary>
    public static void Complete(ImmutableArray<TensorInfo> tensors, long dataOffset, long fileLength)
    {
        TensorInfo? last = tensors.MaxBy(t => t.Offset + t.Size.Bytes);
        Int128 missing = last is null ? 0 : (Int128)dataOffset + last.Offset + last.Size.Bytes - fileLength;
        if (missing > 0)
        {
            long bytes = (long)Int128.Min(missing, long.MaxValue);
            throw new TruncatedModelException(fileLength, last!.Name, $"the file ends {bytes} bytes before its tensor data does, so it is incomplete", bytes);
        }
    }

    private static bool IsOrdered(ImmutableArray<TensorInfo> tensors)
    {
        for (int i = 1; i < tensors.Length; i++)
        {
            if (tensors[i].Offset < tensors[i - 1].Offset)
            {
                return false;
            }
        }

        return true;
    }
}
