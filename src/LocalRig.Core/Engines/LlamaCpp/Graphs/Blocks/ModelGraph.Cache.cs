using LocalRig.Engines.LlamaCpp.Caches;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Blocks;

/// <summary>Reading and writing key/value caches (llama-kv-cache.cpp, cpy_k, cpy_v, get_k, get_v).</summary>
internal sealed partial class ModelGraph
{
    /// <summary>Writes [length, heads, tokens] as one row per token.</summary>
    private static GraphTensor StoreRows(GraphTensor cache, GraphTensor rows, GraphTensor ids)
    {
        GraphTensor flat = View2(rows, rows.Shape.Ne0 * rows.Shape.Ne1, rows.Shape.Ne2, rows.Strides.Nb2, 0);
        GraphTensor target = cache.Shape.Ne2 > 1 ? Reshape(cache, cache.Shape.Ne0, cache.Shape.Ne1 * cache.Shape.Ne2) : cache;
        return SetRows(target, flat, ids);
    }

    /// <summary>Writes values one element per row, for a cache that stores them token-last.</summary>
    private static GraphTensor StoreElements(GraphTensor cache, GraphTensor values, GraphTensor ids)
    {
        long width = values.Shape.Ne0 * values.Shape.Ne1;
        bool dense = values.Type.RowBytes(width) == values.Strides.Nb2;
        GraphTensor flat = dense ? Reshape(values, width, values.Shape.Ne2) : Cont2(values, width, values.Shape.Ne2);
        flat = width < cache.Shape.Ne0 ? Pad0(flat, cache.Shape.Ne0 - width) : flat;
        GraphTensor target = Reshape(cache, 1, cache.Shape.Elements);
        return SetRows(target, Reshape(flat, 1, flat.Shape.Elements), ids);
    }

    /// <summary>All cached keys: [length, heads, cells, streams].</summary>
    private static GraphTensor CachedKeys(GraphTensor cache, int length, int heads) =>
        View(
            cache,
            new TensorShape(length, heads, cache.Shape.Ne1, cache.Shape.Ne2),
            new TensorStrides(
                0,
                cache.Type.RowBytes(length),
                cache.Type.RowBytes(cache.Shape.Ne0),
                cache.Type.RowBytes(cache.Shape.Ne0 * cache.Shape.Ne1)
            ),
            0
        );

    /// <summary>All cached values: [length, heads, cells, streams], or [cells, heads, length, streams] when stored token-last.</summary>
    private static GraphTensor CachedValues(GraphTensor cache, FullAttention shape, KvCacheShape form)
    {
        if (!form.ValuesTransposed)
        {
            return CachedKeys(cache, shape.ValueLength, shape.KeyValueHeads);
        }

        return View(
            cache,
            new TensorShape(form.Cells, shape.KeyValueHeads, shape.ValueLength, form.Streams),
            new TensorStrides(
                0,
                cache.Type.RowBytes((long)form.Cells * shape.ValueLength),
                cache.Type.RowBytes(form.Cells),
                cache.Type.RowBytes(form.Cells * cache.Shape.Ne0)
            ),
            0
        );
    }
}
