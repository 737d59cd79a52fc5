using LocalRig.Engines.LlamaCpp.Caches;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Blocks;

/// <summary>Attention over a cache (llama-graph.cpp, build_attn and build_attn_mha).</summary>
internal sealed partial class ModelGraph
{
    private readonly Dictionary<int, (GraphTensor Keys, GraphTensor Values)> _caches = [];

    /// <summary>Stores new keys and values, then attends over all cells: [heads·value, tokens].</summary>
    /// <param name="inputs">Inputs of the layer's cache.</param>
    /// <param name="shape">The layer's heads.</param>
    /// <param name="qkv">Queries, keys and values as [length, heads, tokens].</param>
    /// <param name="layer">The layer.</param>
    /// <param name="sinks">Learned extra logits, or null.</param>
    public GraphTensor Attend(AttentionInputs inputs, FullAttention shape, Qkv qkv, int layer, GraphTensor? sinks = null)
    {
        (GraphTensor q, GraphTensor k, GraphTensor v) = qkv;
        if (inputs.KeyRotation is { } keyRotation)
        {
            q = Rotate(q, keyRotation);
            k = Rotate(k, keyRotation);
        }

        if (inputs.ValueRotation is { } valueRotation)
        {
            v = Rotate(v, valueRotation);
        }

        Expand(q);
        // Models with sliding layers collect keys before values, others values before keys.
        Expand(Request.SlidingCache is null ? v : k);
        Expand(Request.SlidingCache is null ? k : v);

        (GraphTensor keys, GraphTensor values) = CacheOf(inputs.Cache, shape, layer);
        Expand(StoreRows(keys, k, inputs.KeyRows));
        Expand(inputs.Cache.ValuesTransposed ? StoreElements(values, v, inputs.ValueRows!) : StoreRows(values, v, inputs.ValueRows!));
        return Read(inputs, shape, q, keys, values, sinks, layer);
    }

    /// <summary>Attends over the tokens of the batch itself, storing nothing.</summary>
    public GraphTensor AttendBatch(GraphTensor mask, Qkv qkv, int layer)
    {
        Expand(qkv.Q);
        Expand(qkv.K);
        Expand(qkv.V);
        return Attention(qkv.Q, PaddedTokens(qkv.K), PaddedTokens(qkv.V), mask, layer, null, null);
    }

    /// <summary>Keys or values of a batch, copied and lengthened with zeros to whole cells, also where nothing is missing (seen in the graphs of
    /// llama.cpp 0.7.0).</summary>
    private static GraphTensor PaddedTokens(GraphTensor heads) => Pad2(heads, Context.ContextRules.Padded(heads.Shape.Ne2) - heads.Shape.Ne2);

    /// <summary>Attends over the cache of an earlier layer, storing nothing (Gemma 4's last layers).</summary>
    public GraphTensor AttendShared(AttentionInputs inputs, FullAttention shape, GraphTensor q, int cacheLayer, int layer)
    {
        q = inputs.KeyRotation is { } rotation ? Rotate(q, rotation) : q;
        Expand(q);
        (GraphTensor keys, GraphTensor values) = CacheOf(inputs.Cache, shape, cacheLayer);
        return Read(inputs, shape, q, keys, values, null, layer);
    }

    private GraphTensor Read(
        AttentionInputs inputs,
        FullAttention shape,
        GraphTensor q,
        GraphTensor keys,
        GraphTensor values,
        GraphTensor? sinks,
        int layer
    )
    {
        GraphTensor k = CachedKeys(keys, shape.KeyLength, shape.KeyValueHeads);
        GraphTensor v = CachedValues(values, shape, inputs.Cache);
        GraphTensor result = Attention(q, k, v, inputs.Mask, layer, sinks, null);
        return inputs.ValueRotation is { } back ? Rotate(result, back) : result;
    }

    private (GraphTensor Keys, GraphTensor Values) CacheOf(KvCacheShape cache, FullAttention shape, int layer)
    {
        if (!_caches.TryGetValue(layer, out (GraphTensor Keys, GraphTensor Values) tensors))
        {
            tensors = (
                External($"cache_k_l{layer}", cache.KeyType, new TensorShape(shape.KeyWidth, cache.Cells, cache.Streams), layer),
                External($"cache_v_l{layer}", cache.ValueType, new TensorShape(StoredValueWidth(cache, shape), cache.Cells, cache.Streams), layer)
            );
            _caches.Add(layer, tensors);
        }

        return tensors;
    }

    /// <summary>Values stored token-last are as wide as the widest layer's (llama-kv-cache.cpp, TAG_V_CACHE_VARIABLE).</summary>
    private int StoredValueWidth(KvCacheShape cache, FullAttention shape) => cache.ValuesTransposed ? WidestValues : shape.ValueWidth;

    /// <summary>Attention over a latent cache: values are the first part of the cached keys, expanded afterwards.</summary>
    public GraphTensor AttendLatent(AttentionInputs inputs, LatentAttention shape, Qkv qkv, GraphTensor decompress, int layer)
    {
        (GraphTensor cached, GraphTensor latents) = StoreLatent(inputs, shape, qkv, layer);
        return Attention(qkv.Q, cached, latents, inputs.Mask, layer, null, decompress);
    }

    /// <summary>Stores new latents; all that are cached, as keys and as values.</summary>
    private (GraphTensor Keys, GraphTensor Values) StoreLatent(AttentionInputs inputs, LatentAttention shape, Qkv qkv, int layer)
    {
        (GraphTensor q, GraphTensor k, GraphTensor v) = qkv;
        Expand(q);
        Expand(v);
        Expand(k);
        KvCacheShape cache = inputs.Cache;
        int width = shape.LatentRank + shape.RopeLength;
        GraphTensor keys = External($"cache_k_l{layer}", cache.KeyType, new TensorShape(width, cache.Cells, cache.Streams), layer);
        Expand(StoreRows(keys, k, inputs.KeyRows));
        GraphTensor cached = CachedKeys(keys, width, 1);
        return (cached, View(cached, cached.Shape with { Ne0 = v.Shape.Ne0 }, cached.Strides, 0));
    }

    private GraphTensor Attention(GraphTensor q, GraphTensor k, GraphTensor v, GraphTensor mask, int layer, GraphTensor? sinks, GraphTensor? decompress)
    {
        bool transposed = v.Strides.Nb1 > v.Strides.Nb2;
        Qkv heads = ByHeads(new Qkv(q, k, v));
        GraphTensor result = Request.FlashAttention
            ? FusedAttention(transposed ? heads with { V = Transpose(heads.V) } : heads, mask, layer, sinks, decompress)
            : SeparateAttention(heads.Q, heads.K, transposed ? heads.V : Cont(Transpose(heads.V)), mask, sinks, decompress);
        Expand(result);
        return result;
    }

    /// <summary>Queries split into the cache's streams, then all three as [length, tokens or cells, heads, streams].</summary>
    private static Qkv ByHeads(Qkv qkv)
    {
        GraphTensor q = qkv.Q;
        long streams = qkv.K.Shape.Ne3;
        q = View(
            q,
            new TensorShape(q.Shape.Ne0, q.Shape.Ne1, q.Shape.Ne2 / streams, streams),
            q.Strides with { Nb3 = q.Strides.Nb3 / streams },
            0
        );
        return new Qkv(SwapHeadsAndTokens(q), SwapHeadsAndTokens(qkv.K), SwapHeadsAndTokens(qkv.V));
    }

    private GraphTensor FusedAttention(Qkv heads, GraphTensor mask, int layer, GraphTensor? sinks, GraphTensor? decompress)
    {
        GraphTensor result = FlashNode(heads, mask, layer, sinks);
        if (decompress is not null)
        {
            result = Cont(SwapHeadsAndTokens(MulMat(decompress, SwapHeadsAndTokens(result))));
        }

        return Reshape(result, result.Shape.Ne0 * result.Shape.Ne1, result.Shape.Ne2 * result.Shape.Ne3);
    }

    private GraphTensor FlashNode(Qkv heads, GraphTensor mask, int layer, GraphTensor? sinks)
    {
        GraphTensor k = heads.K.Type == TensorType.F32 ? Cast(heads.K, TensorType.F16) : heads.K;
        GraphTensor v = heads.V.Type == TensorType.F32 ? Cast(heads.V, TensorType.F16) : heads.V;
        GraphTensor result = FlashAttention(heads.Q, k, v, mask, sinks);
        result.Layer = layer;
        result.Parameters = _hasSlopes ? Slopes : [];
        return result;
    }

    private GraphTensor SeparateAttention(GraphTensor q, GraphTensor k, GraphTensor v, GraphTensor mask, GraphTensor? sinks, GraphTensor? decompress)
    {
        GraphTensor scores = MulMat(k, q);
        scores = CapsAttention ? Scale(Unary(Operation.Tanh, Scale(scores))) : scores;
        GraphTensor weighted = MulMat(v, SoftMax(scores, mask, sinks));
        if (decompress is not null)
        {
            weighted = MulMat(decompress, weighted);
        }

        GraphTensor swapped = SwapHeadsAndTokens(weighted);
        GraphTensor result = Cont2(swapped, swapped.Shape.Ne0 * swapped.Shape.Ne1, swapped.Shape.Ne2 * swapped.Shape.Ne3);
        result.Pin = Request.KvOffload ? Pin.None : Pin.Host;
        return result;
    }

    /// <summary>Multiplies each run of elements by a Hadamard matrix (llama_mul_mat_hadamard).</summary>
    private static GraphTensor Rotate(GraphTensor x, GraphTensor rotation)
    {
        long side = rotation.Shape.Ne0;
        long rows = x.Shape.Elements / side;
        GraphTensor flat = IsContiguous(x) ? Reshape(x, side, rows) : Cont2(x, side, rows);
        return Reshape(MulMat(rotation, flat), x.Shape.Ne0, x.Shape.Ne1, x.Shape.Ne2, x.Shape.Ne3);
    }
}
