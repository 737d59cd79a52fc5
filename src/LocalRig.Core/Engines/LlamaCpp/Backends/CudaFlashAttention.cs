using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;

namespace LocalRig.Engines.LlamaCpp.Backends;

/// <summary>Which flash-attention kernel a CUDA device runs, and the f16 copies of K and V that kernel keeps behind its result
/// (ggml-cuda/fattn.cu, ggml_cuda_get_best_fattn_kernel and ggml_cuda_flash_attn_ext_get_alloc_size).</summary>
/// <param name="computeCapability">The device's compute capability times ten: 89 for 8.9.</param>
public sealed class CudaFlashAttention(int computeCapability)
{
    private const int Volta = 70; // ggml-cuda/common.cuh, GGML_CUDA_CC_*
    private const int Turing = 75;
    private const int AdaLovelace = 89;

    /// <summary>K rows a kernel takes in one step (fattn-common.cuh, FATTN_KQ_STRIDE).</summary>
    private const int KeyStride = 256;

    /// <summary>Where the copies behind the result begin (fattn-common.cuh, get_f16_extra_data).</summary>
    private const int CopyAlignment = 128;

    private const int HalfBytes = 2;

    /// <summary>Whether the device has a kernel for the operation.</summary>
    public bool Supports(GraphTensor attention) => Choose(attention) != Kernel.None;

    /// <summary>Bytes of the result and the copies behind it.</summary>
    public long AllocSize(GraphTensor attention)
    {
        GraphTensor k = attention.Sources[1]!;
        GraphTensor v = attention.Sources[2]!;
        bool copies = Choose(attention) switch
        {
            Kernel.None => false,
            Kernel.Vector => !HasVectorKernel(attention.Sources[0]!.Shape.Ne0, k.Type, v.Type),
            _ => true,
        };
        bool vector = Choose(attention) == Kernel.Vector;
        bool copyK = k.Type != TensorType.F16 && (copies || (vector && k.Type == TensorType.F32));
        bool copyV = v.Type != TensorType.F16 && (copies || (vector && v.Type == TensorType.F32));
        long end = attention.Bytes;
        if (copyK)
        {
            end = Align(end) + k.Shape.Elements * HalfBytes;
        }

        if (copyV && !IsPartOf(v, k))
        {
            end = Align(end) + v.Shape.Elements * HalfBytes;
        }

        return end;
    }

    private Kernel Choose(GraphTensor attention)
    {
        TensorShape q = attention.Sources[0]!.Shape;
        GraphTensor k = attention.Sources[1]!;
        GraphTensor v = attention.Sources[2]!;
        GraphTensor? mask = attention.Sources.Length > 3 ? attention.Sources[3] : null;
        long ratio = q.Ne2 / k.Shape.Ne2;
        bool grouped = GroupsQueries(attention, ratio, mask);
        if (!HasHeadSize(k.Shape.Ne0, v.Shape.Ne0, grouped, ratio) || !CanRead(k.Type) || !CanRead(v.Type))
        {
            return Kernel.None;
        }

        if (mask is not null && mask.Shape.Ne2 != 1)
        {
            return Kernel.None;
        }

        bool vector = q.Ne0 <= 256 && q.Ne0 % 64 == 0 && q.Ne0 != 192 && k.Shape.Ne1 % KeyStride == 0;
        bool quantized = k.Type.IsQuantized() || v.Type.IsQuantized();
        bool tensorCores = q.Ne0 is not (40 or 72);
        if (computeCapability >= Turing && tensorCores)
        {
            return vector && PrefersVector(q, k.Shape.Ne1, ratio, quantized, grouped) ? Kernel.Vector : Kernel.TensorCore;
        }

        if (computeCapability == Volta && tensorCores)
        {
            return ChooseOnVolta(q, grouped ? ratio : 1, vector);
        }

        bool small = quantized ? q.Ne1 <= 2 : q.Ne1 == 1 && !grouped;
        return vector && small ? Kernel.Vector : Kernel.Tile;
    }

    /// <summary>With Turing's tensor cores or later, one or two rows at a time are better served by the vector kernel.</summary>
    private bool PrefersVector(TensorShape q, long keys, long ratio, bool quantized, bool grouped)
    {
        bool one = q.Ne1 == 1;
        if (quantized)
        {
            return computeCapability >= AdaLovelace ? q.Ne1 <= 2 : one || (!grouped && one);
        }

        bool wide = ratio > 4 && (q.Ne0 >= 256 || keys >= 8192);
        return (computeCapability >= AdaLovelace && one && q.Ne3 == 1 && !wide) || (!grouped && one);
    }

    private static Kernel ChooseOnVolta(TensorShape q, long ratio, bool vector)
    {
        int most = q.Ne0 switch
        {
            320 => 32,
            576 or 192 => 16,
            _ => 8,
        };
        int columns = 1;
        while (ratio % (2 * columns) == 0 && columns < most)
        {
            columns *= 2;
        }

        long rows = q.Ne1 * columns;
        return vector && rows <= 2 ? Kernel.Vector
            : rows <= 16 ? Kernel.Tile
            : Kernel.TensorCore;
    }

    /// <summary>Whether query heads that share a key head can be computed together.</summary>
    private static bool GroupsQueries(GraphTensor attention, long ratio, GraphTensor? mask)
    {
        if (ratio < 2 || mask is null || HasAlibi(attention) || attention.Sources[1]!.Shape.Ne1 % KeyStride != 0)
        {
            return false;
        }

        for (int i = 0; i < 4; i++)
        {
            GraphTensor tensor = attention.Sources[i]!;
            TensorStrides nb = tensor.Strides;
            if (!tensor.Type.IsQuantized() && ((nb.Nb1 | nb.Nb2 | nb.Nb3) & 15) != 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The second parameter is the largest ALiBi slope as float bits; zero means none.</summary>
    private static bool HasAlibi(GraphTensor attention) => attention.Parameters.Length > 1 && attention.Parameters[1] != 0;

    private static bool HasHeadSize(long key, long value, bool grouped, long ratio) =>
        key switch
        {
            40 or 64 or 72 or 80 or 96 or 112 or 128 or 256 => value == key,
            192 => value == 128 && grouped && ratio % 8 == 0,
            320 => value == 256 && grouped && ratio % 32 == 0,
            512 => value == key && grouped,
            576 => value == 512 && grouped,
            _ => false,
        };

    private static bool CanRead(TensorType type) =>
        type
            is TensorType.F32
                or TensorType.F16
                or TensorType.BF16
                or TensorType.Q4_0
                or TensorType.Q4_1
                or TensorType.Q5_0
                or TensorType.Q5_1
                or TensorType.Q8_0;

    /// <summary>Pairs of K and V types the released builds compile a vector kernel for; other pairs go through f16
    /// (ggml-cuda/CMakeLists.txt, GGML_CUDA_FA_QUANTS).</summary>
    private static bool HasVectorKernel(long headSize, TensorType k, TensorType v)
    {
        TensorType key = k == TensorType.F32 ? TensorType.F16 : k;
        TensorType value = v == TensorType.F32 ? TensorType.F16 : v;
        return headSize is 64 or 128 or 256
            && key == value
            && key is TensorType.F16 or TensorType.BF16 or TensorType.Q4_0 or TensorType.Q8_0;
    }

    private static bool IsPartOf(GraphTensor v, GraphTensor k) =>
        v.ViewOf is { } storage
        && (ReferenceEquals(storage, k) || (ReferenceEquals(storage, k.ViewOf) && v.ViewOffset == k.ViewOffset));

    private static long Align(long size) => (size + CopyAlignment - 1) & -CopyAlignment;

    private enum Kernel
    {
        None,
        Tile,
        Vector,
        TensorCore,
    }
}
