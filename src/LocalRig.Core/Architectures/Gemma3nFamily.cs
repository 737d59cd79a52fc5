using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>Gemma 3n: four predictions of the hidden state side by side (AltUp), a low-rank way around attention (Laurel), per-layer embeddings,
/// the last layers reading earlier ones' caches (src/models/gemma3n.cpp).</summary>
internal sealed class Gemma3nFamily() : ArchitectureFamily("gemma3n")
{
    /// <summary>Predictions of the hidden state (llama-hparams.h, n_altup).</summary>
    public const int Predictions = 4;

    /// <summary>Elements of a layer's own embedding of a token (n_embd_altup).</summary>
    public const int PerLayerWidth = 256;

    private const int SparseLayers = 10; // src/models/models.h, n_layer_sparsity
    private const int LaurelRank = 64; // llama-hparams.h, laurel_rank
    private const int OwnCaches = 20; // load_arch_hparams: n_layer_kv_from_start
    private const int Period = 5; // load_arch_hparams: every fifth layer sees everything

    public override Architecture Read(Hyperparameters h)
    {
        if (h.LayerCount < OwnCaches || Enumerable.Range(OwnCaches, h.LayerCount - OwnCaches).Any(l => Slides(h, l, Period) != Slides(h, OwnCaches - (Slides(h, l, Period) ? 2 : 1), Period)))
        {
            h.Refuse("gemma3n.attention.sliding_window_pattern leaves layers without an earlier cache of their kind to read");
        }

        return base.Read(h);
    }

    protected override Layer ReadLayer(Hyperparameters h, int layer) =>
        new(Slides(h, layer, Period) ? Sliding(h, layer, h.Required("attention.sliding_window")) : Full(h, layer), Dense(h, layer))
        {
            SharesEarlierCache = layer >= OwnCaches,
            KeepsLargest = layer < SparseLayers,
        };

    public override void AddWeights(WeightListBuilder list, Architecture architecture, WeightTraits traits)
    {
        base.AddWeights(list, architecture, traits);
        list.BeginModel();
        long all = (long)PerLayerWidth * architecture.Layers.Length;
        list.Matrix("per_layer_token_embd", all, architecture.VocabularySize);
        list.Matrix("per_layer_model_proj", list.Embedding, all);
        list.Plain("per_layer_proj_norm.weight", PerLayerWidth);
        list.Matrix("altup_proj", list.Embedding, list.Embedding, Predictions - 1);
        list.Matrix("altup_unembd_proj", list.Embedding, list.Embedding, Predictions - 1);
    }

    protected override void AddLayer(WeightListBuilder list, Architecture architecture, Layer layer, WeightTraits traits)
    {
        var attention = (FullAttention)layer.Attention;
        list.Norm("attn_norm");
        list.AddAttention(attention);
        list.AddQueryKeyNorms(attention);
        list.Norm("post_attention_norm");
        list.Norm("ffn_norm");
        list.AddFeedForward(layer.FeedForward);
        list.Norm("post_ffw_norm");
        list.Matrix("inp_gate", list.Embedding, PerLayerWidth);
        list.Matrix("proj", PerLayerWidth, list.Embedding);
        list.Norm("post_norm");
        list.Matrix("altup_correct_coef", Predictions, Predictions);
        list.Norm("altup_correct_scale");
        list.Matrix("altup_predict_coef", Predictions, Predictions * Predictions);
        list.Matrix("altup_router", list.Embedding, Predictions);
        list.Norm("altup_router_norm");
        list.Matrix("laurel_l", list.Embedding, LaurelRank);
        list.Matrix("laurel_r", LaurelRank, list.Embedding);
        list.Norm("laurel_post_norm");
    }
}
