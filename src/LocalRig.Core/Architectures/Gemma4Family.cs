using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>Gemma 4: sliding and wider full layers, the last layers reading earlier ones' caches, per-layer embeddings in the small ones,
/// routed experts beside the dense feed-forward in the 26B (src/models/gemma4.cpp).</summary>
internal sealed class Gemma4Family() : ArchitectureFamily("gemma4")
{
    public override Architecture Read(Hyperparameters h)
    {
        CheckSharing(h);
        return base.Read(h);
    }

    /// <summary>Layers without a cache read the last one before them of their kind: the last but one of those that have a cache slides, the last doesn't
    /// (llama-model.cpp, the reuse callback of the cache).</summary>
    private static void CheckSharing(Hyperparameters h)
    {
        int shared = h.Optional("attention.shared_kv_layers", 0);
        int own = h.LayerCount - shared;
        if (shared > 0 && (own < 2 || Enumerable.Range(own, h.LayerCount - Math.Max(own, 0)).Any(l => Slides(h, l, 0) != Slides(h, own - (Slides(h, l, 0) ? 2 : 1), 0))))
        {
            h.Refuse($"gemma4.attention.shared_kv_layers {shared} leaves layers without an earlier cache of their kind to read");
        }
    }

    protected override Layer ReadLayer(Hyperparameters h, int layer)
    {
        FullAttention attention = Slides(h, layer, 0) ? Sliding(h, layer, h.Required("attention.sliding_window")) : Full(h, layer);
        DenseFeedForward dense = Dense(h, layer);
        FeedForward feedForward = h.Experts == 0 ? dense : Routed(h, h.Required("expert_feed_forward_length"), dense.Width);
        return new Layer(attention, feedForward)
        {
            SharesEarlierCache = layer >= h.LayerCount - h.Optional("attention.shared_kv_layers", 0),
        };
    }

    public override void AddWeights(WeightListBuilder list, Architecture architecture, WeightTraits traits)
    {
        base.AddWeights(list, architecture, traits);
        long perLayer = PerLayerWidth(architecture);
        if (perLayer > 0)
        {
            list.BeginModel();
            long all = perLayer * architecture.Layers.Length;
            list.Matrix("per_layer_token_embd", all, architecture.VocabularySize);
            list.Matrix("per_layer_model_proj", list.Embedding, all);
            list.Plain("per_layer_proj_norm.weight", perLayer);
        }
    }

    protected override void AddLayer(WeightListBuilder list, Architecture architecture, Layer layer, WeightTraits traits)
    {
        list.Norm("attn_norm");
        AddAttention(list, layer, traits);
        list.Norm("post_attention_norm");
        list.Norm("ffn_norm");
        list.Norm("post_ffw_norm");
        list.Plain("layer_output_scale.weight", 1);
        if (layer.FeedForward is ExpertFeedForward experts)
        {
            list.AddDense(experts.SharedWidth);
            AddFusedExperts(list, experts);
        }
        else
        {
            list.AddFeedForward(layer.FeedForward);
        }

        long perLayer = PerLayerWidth(architecture);
        if (perLayer > 0)
        {
            list.Matrix("inp_gate", list.Embedding, perLayer);
            list.Matrix("proj", perLayer, list.Embedding);
            list.Norm("post_norm");
        }
    }

    private static void AddAttention(WeightListBuilder list, Layer layer, WeightTraits traits)
    {
        var attention = (FullAttention)layer.Attention;
        long query = (long)attention.Heads * attention.KeyLength;
        list.Matrix("attn_q", list.Embedding, query);
        list.Matrix("attn_output", query, list.Embedding);
        list.Plain("attn_q_norm.weight", attention.KeyLength);

        // layers that read an earlier cache still carry key and value weights in the checkpoint
        list.Matrix("attn_k", list.Embedding, attention.KeyWidth);
        list.Plain("attn_k_norm.weight", attention.KeyLength);
        if (!traits.KeysAreValues || attention is SlidingAttention)
        {
            list.Matrix("attn_v", list.Embedding, attention.ValueWidth);
        }
    }

    private static void AddFusedExperts(WeightListBuilder list, ExpertFeedForward experts)
    {
        list.Plain("ffn_gate_inp.weight", list.Embedding, experts.Experts);
        list.Plain("ffn_gate_inp.scale", list.Embedding);
        list.Norm("pre_ffw_norm_2");
        list.Norm("post_ffw_norm_1");
        list.Norm("post_ffw_norm_2");
        list.Matrix("ffn_gate_up_exps", list.Embedding, 2L * experts.Width, experts.Experts);
        list.Matrix("ffn_down_exps", experts.Width, list.Embedding, experts.Experts);
        list.Plain("ffn_down_exps.scale", experts.Experts);
    }

    private static long PerLayerWidth(Architecture architecture) =>
        architecture.Metadata.Integer("gemma4.embedding_length_per_layer_input") ?? 0;
}
