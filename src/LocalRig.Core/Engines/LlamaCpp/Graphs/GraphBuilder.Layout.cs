using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;

namespace LocalRig.Engines.LlamaCpp.Graphs;

/// <summary>Operations that move or only reinterpret data (ggml.c).</summary>
internal sealed partial class GraphBuilder
{
    /// <summary>The same data seen with another shape and strides.</summary>
    public static GraphTensor View(GraphTensor a, TensorShape shape, TensorStrides strides, long offset) =>
        Shared(Operation.View, a, shape, strides with { Nb0 = a.Type.BlockBytes() }, offset, a);

    /// <summary>A one-dimensional view.</summary>
    public static GraphTensor View1(GraphTensor a, long ne0, long offset)
    {
        TensorShape shape = new(ne0);
        return View(a, shape, TensorStrides.Contiguous(a.Type, shape), offset);
    }

    /// <summary>A matrix view with a row stride in bytes.</summary>
    public static GraphTensor View2(GraphTensor a, long ne0, long ne1, long nb1, long offset) =>
        View(a, new TensorShape(ne0, ne1), new TensorStrides(0, nb1, nb1 * ne1, nb1 * ne1), offset);

    /// <summary>A three-dimensional view with strides in bytes.</summary>
    public static GraphTensor View3(GraphTensor a, long ne0, long ne1, long ne2, long nb1, long nb2, long offset) =>
        View(a, new TensorShape(ne0, ne1, ne2), new TensorStrides(0, nb1, nb2, nb2 * ne2), offset);

    /// <summary>Contiguous data with another shape of as many elements.</summary>
    public static GraphTensor Reshape(GraphTensor a, long ne0, long ne1 = 1, long ne2 = 1, long ne3 = 1)
    {
        TensorShape shape = new(ne0, ne1, ne2, ne3);
        return Shared(Operation.Reshape, a, shape, TensorStrides.Contiguous(a.Type, shape), 0, a);
    }

    /// <summary>Dimensions in another order: the result's first is the tensor's <paramref name="first"/>, and so on (ggml_permute, which names where each goes).</summary>
    private static GraphTensor InOrder(GraphTensor a, int first, int second, int third, int fourth)
    {
        long Elements(int dimension) => dimension switch { 0 => a.Shape.Ne0, 1 => a.Shape.Ne1, 2 => a.Shape.Ne2, _ => a.Shape.Ne3 };
        long Stride(int dimension) => dimension switch { 0 => a.Strides.Nb0, 1 => a.Strides.Nb1, 2 => a.Strides.Nb2, _ => a.Strides.Nb3 };
        return Shared(
            Operation.Permute,
            a,
            new TensorShape(Elements(first), Elements(second), Elements(third), Elements(fourth)),
            new TensorStrides(Stride(first), Stride(second), Stride(third), Stride(fourth)),
            0,
            a
        );
    }

    /// <summary>Dimensions 1 and 2 exchanged (ggml_permute(a, 0, 2, 1, 3)), how attention turns [head, heads, tokens] into [head, tokens, heads].</summary>
    public static GraphTensor SwapHeadsAndTokens(GraphTensor a) =>
        InOrder(a, 0, 2, 1, 3);

    /// <summary>Dimensions 0 and 1 exchanged.</summary>
    public static GraphTensor Transpose(GraphTensor a) =>
        Shared(
            Operation.Transpose,
            a,
            new TensorShape(a.Shape.Ne1, a.Shape.Ne0, a.Shape.Ne2, a.Shape.Ne3),
            new TensorStrides(a.Strides.Nb1, a.Strides.Nb0, a.Strides.Nb2, a.Strides.Nb3),
            0,
            a
        );

    /// <summary>A copy in a tensor of its own.</summary>
    public static GraphTensor Duplicate(GraphTensor a) => Result(Operation.Dup, a.Type, a.Shape, a);

    /// <summary>A copy without holes.</summary>
    public static GraphTensor Cont(GraphTensor a) => Result(Operation.Cont, a.Type, a.Shape, a);

    /// <summary>A copy without holes, shaped as a matrix.</summary>
    public static GraphTensor Cont2(GraphTensor a, long ne0, long ne1) =>
        Result(Operation.Cont, a.Type, new TensorShape(ne0, ne1), a);

    /// <summary>A copy without holes, shaped with three dimensions.</summary>
    public static GraphTensor Cont3(GraphTensor a, long ne0, long ne1, long ne2) =>
        Result(Operation.Cont, a.Type, new TensorShape(ne0, ne1, ne2), a);

    /// <summary>Copies a into the storage of <paramref name="target"/>.</summary>
    public static GraphTensor Copy(GraphTensor a, GraphTensor target) =>
        Shared(Operation.Cpy, target, target.Shape, target.Strides, 0, a, target);

    /// <summary>A copy in another type; ggml makes the result a source of itself.</summary>
    public static GraphTensor Cast(GraphTensor a, TensorType type)
    {
        GraphTensor result = Result(Operation.Cpy, type, a.Shape, a, null);
        result.Sources[1] = result;
        return result;
    }

    /// <summary>Rows lengthened with zeros.</summary>
    public static GraphTensor Pad0(GraphTensor a, long more) =>
        Result(Operation.Pad, a.Type, a.Shape with { Ne0 = a.Shape.Ne0 + more }, a);

    /// <summary>Dimension 2 lengthened with zeros.</summary>
    public static GraphTensor Pad2(GraphTensor a, long more) =>
        Result(Operation.Pad, a.Type, a.Shape with { Ne2 = a.Shape.Ne2 + more }, a);

    /// <summary>Two tensors joined along dimension 0.</summary>
    public static GraphTensor Concat0(GraphTensor a, GraphTensor b) =>
        Result(Operation.Concat, a.Type, a.Shape with { Ne0 = a.Shape.Ne0 + b.Shape.Ne0 }, a, b);

    /// <summary>Two tensors joined along dimension 1.</summary>
    public static GraphTensor Concat1(GraphTensor a, GraphTensor b) =>
        Result(Operation.Concat, a.Type, a.Shape with { Ne1 = a.Shape.Ne1 + b.Shape.Ne1 }, a, b);

    /// <summary>Dimension 1 put last (ggml_permute(a, 0, 3, 1, 2)).</summary>
    public static GraphTensor GroupsLast(GraphTensor a) =>
        InOrder(a, 0, 2, 3, 1);

    /// <summary>Dimension 3 put second (ggml_permute(a, 0, 2, 3, 1)).</summary>
    public static GraphTensor SecondLast(GraphTensor a) =>
        InOrder(a, 0, 3, 1, 2);

    /// <summary>Dimensions 2 and 3 exchanged (ggml_permute(a, 0, 1, 3, 2)).</summary>
    public static GraphTensor ExchangeLast(GraphTensor a) =>
        InOrder(a, 0, 1, 3, 2);

    /// <summary>Two tensors joined along dimension 2.</summary>
    public static GraphTensor Concat2(GraphTensor a, GraphTensor b) =>
        Result(Operation.Concat, a.Type, a.Shape with { Ne2 = a.Shape.Ne2 + b.Shape.Ne2 }, a, b);

    /// <summary>Dimension 2 first, then 0 and 1 (ggml_permute(a, 1, 2, 0, 3)).</summary>
    public static GraphTensor LastFirst(GraphTensor a) =>
        InOrder(a, 2, 0, 1, 3);

    /// <summary>Dimension 2 first and 0 last (ggml_permute(a, 2, 1, 0, 3)).</summary>
    public static GraphTensor Reversed(GraphTensor a) =>
        InOrder(a, 2, 1, 0, 3);

    /// <summary>Rows of a chosen by ids, as F32 (I32 stays I32).</summary>
    public static GraphTensor GetRows(GraphTensor a, GraphTensor ids) =>
        Result(
            Operation.GetRows,
            a.Type == TensorType.I32 ? TensorType.I32 : TensorType.F32,
            new TensorShape(a.Shape.Ne0, ids.Shape.Ne0, ids.Shape.Ne1, ids.Shape.Ne2),
            a,
            ids
        );

    /// <summary>Writes rows into the storage of <paramref name="target"/> at ids.</summary>
    public static GraphTensor SetRows(GraphTensor target, GraphTensor rows, GraphTensor ids) =>
        Shared(Operation.SetRows, target, target.Shape, target.Strides, 0, rows, ids, target);

    /// <summary>a repeated up to a shape.</summary>
    public static GraphTensor Repeat(GraphTensor a, TensorShape shape) => Result(Operation.Repeat, a.Type, shape, a);

    /// <summary>Whether data lies without holes in ne order (ggml_is_contiguous).</summary>
    public static bool IsContiguous(GraphTensor a) => ContiguousFrom(a, 0);

    /// <summary>ggml's rule: strides of dimensions longer than one must follow from the ones before.</summary>
    private static bool ContiguousFrom(GraphTensor a, int skipped)
    {
        long next = a.Type.BlockBytes();
        if (a.Shape.Ne0 != a.Type.BlockElements() && a.Strides.Nb0 != next)
        {
            return false;
        }

        next = a.Type.RowBytes(a.Shape.Ne0);
        ReadOnlySpan<long> ne = [a.Shape.Ne1, a.Shape.Ne2, a.Shape.Ne3];
        ReadOnlySpan<long> nb = [a.Strides.Nb1, a.Strides.Nb2, a.Strides.Nb3];
        for (int i = 0; i < 3; i++)
        {
            if (ne[i] == 1)
            {
                continue;
            }

            if (i >= skipped && nb[i] != next)
            {
                return false;
            }

            next = i >= skipped ? next * ne[i] : nb[i] * ne[i];
        }

        return true;
    }
}
