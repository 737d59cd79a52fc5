using LocalRig.Architectures;
using LocalRig.Engines.LlamaCpp.Caches;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Blocks;

/// <summary>Attention kernels by themselves, to ask a backend whether it has them (llama-context.cpp, resolve_fused_ops).</summary>
internal sealed partial class ModelGraph
{
    /// <summary>The attention kernel of one layer, or null for a layer without attention over a cache.</summary>
    public GraphTensor? FlashProbe(int layer, Attention attention)
    {
        if (attention is FullAttention batch && BlockTraitsTable.Find(Architecture.Name) is { Span: not AttentionSpan.Cached })
        {
            Qkv own = new(ProbeQueries(batch.KeyLength, batch.Heads), PaddedTokens(ProbeQueries(batch.KeyLength, batch.KeyValueHeads)), PaddedTokens(ProbeQueries(batch.ValueLength, batch.KeyValueHeads)));
            return FlashNode(ByHeads(own), BatchMask(), layer, null);
        }

        KvCacheShape cache = attention is SlidingAttention ? Request.SlidingCache! : Request.Cache;
        switch (attention)
        {
            case LatentAttention latent:
                int width = latent.LatentRank + latent.RopeLength;
                GraphTensor keys = CachedKeys(External("", cache.KeyType, new TensorShape(width, cache.Cells, cache.Streams), layer), width, 1);
                GraphTensor values = View(keys, keys.Shape with { Ne0 = latent.LatentRank }, keys.Strides, 0);
                return FlashNode(ByHeads(new Qkv(ProbeQueries(width, latent.Heads), keys, values)), MaskInput(cache), layer, null);
            case FullAttention full:
                (GraphTensor k, GraphTensor v) = CacheOf(cache, full, layer);
                Qkv qkv = new(ProbeQueries(full.KeyLength, full.Heads), CachedKeys(k, full.KeyLength, full.KeyValueHeads), CachedValues(v, full, cache));
                return FlashNode(ByHeads(qkv), MaskInput(cache), layer, Optional(layer, WeightRole.AttentionSinks));
            default:
                return null;
        }
    }

    private GraphTensor ProbeQueries(int length, int heads) => Input("", TensorType.F32, new TensorShape(length, heads, Tokens));
}
