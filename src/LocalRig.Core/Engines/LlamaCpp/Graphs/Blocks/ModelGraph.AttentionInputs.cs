using LocalRig.Engines.LlamaCpp.Caches;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Blocks;

/// <summary>Inputs of attention layers (llama-graph.cpp, build_attn_inp_*; llama-kv-cache.cpp, build_input_*).</summary>
internal sealed partial class ModelGraph
{
    /// <summary>Inputs of the layers with a full-length cache.</summary>
    public AttentionInputs FullAttentionInputs() => AttentionInputs(Request.Cache, CachedLayers(sliding: false));

    /// <summary>Inputs of the sliding-window layers.</summary>
    public AttentionInputs SlidingAttentionInputs() =>
        AttentionInputs(
            Request.SlidingCache ?? throw new InvalidOperationException("A sliding-window model needs a sliding cache."),
            CachedLayers(sliding: true)
        );

    /// <summary>Inputs of latent attention, whose cache holds keys only.</summary>
    public AttentionInputs LatentAttentionInputs() =>
        new(Request.Cache, RowsInput("attn_inp_k_idxs", Tokens), null, MaskInput(Request.Cache), null, null);

    /// <summary>Value elements per token of the widest layer (n_embd_v_gqa_max).</summary>
    private int WidestValues => Architecture.Layers.Max(static l => (l.Attention as FullAttention)?.ValueWidth ?? 0);

    private AttentionInputs AttentionInputs(KvCacheShape cache, List<FullAttention> layers)
    {
        return new AttentionInputs(
            cache,
            RowsInput("attn_inp_k_idxs", Tokens),
            RowsInput("attn_inp_v_idxs", cache.ValuesTransposed ? (long)Tokens * WidestValues : Tokens),
            MaskInput(cache),
            Rotation("attn_inp_k_rot", cache.KeyRotation(Common(layers, static a => a.KeyLength))),
            Rotation("attn_inp_v_rot", cache.ValueRotation(Common(layers, static a => a.ValueLength)))
        );
    }

    private List<FullAttention> CachedLayers(bool sliding)
    {
        List<FullAttention> found = [];
        foreach (Layer layer in Request.MtpHead ? Architecture.MtpLayers : Architecture.Layers)
        {
            if (!layer.SharesEarlierCache && layer.Attention is FullAttention a && a is SlidingAttention == sliding)
            {
                found.Add(a);
            }
        }

        return found;
    }

    private static int Common(List<FullAttention> layers, Func<FullAttention, int> length)
    {
        int first = layers.Count == 0 ? 0 : length(layers[0]);
        return layers.TrueForAll(a => length(a) == first) ? first : 0;
    }

    private static GraphTensor RowsInput(string name, long count) => Input(name, TensorType.I64, new TensorShape(count));

    /// <summary>Which tokens of the batch each of them may see (build_attn_inp_no_cache).</summary>
    public GraphTensor BatchMask() => MaskInput(new TensorShape(Context.ContextRules.Padded(Tokens), Tokens));

    private GraphTensor MaskInput(KvCacheShape cache) => MaskInput(new TensorShape(cache.Cells, Tokens / cache.Streams, 1, cache.Streams));

    private GraphTensor MaskInput(TensorShape shape) => MaskInput(shape, Request.FlashAttention);

    /// <summary>A mask in 16 bits for one kernel, in 32 for steps.</summary>
    private GraphTensor MaskInput(TensorShape shape, bool oneKernel)
    {
        bool wide = !oneKernel || Request.WidensMasks;
        GraphTensor mask = Input("attn_inp_kq_mask", wide ? TensorType.F32 : TensorType.F16, shape);
        return wide && oneKernel ? Cast(mask, TensorType.F16) : mask;
    }

    private static GraphTensor? Rotation(string name, int side) =>
        side == 0 ? null : Input(name, TensorType.F32, new TensorShape(side, side));
}
