using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>Gemma 3: every sixth layer sees everything, the others a window; norms before and after each half (src/models/gemma3.cpp).</summary>
internal sealed class Gemma3Family() : ArchitectureFamily("gemma3")
{
    private const int FullAttentionPeriod = 6;

    protected override Layer ReadLayer(Hyperparameters h, int layer)
    {
        int window = h.Optional("attention.sliding_window", 0);
        bool slides = window > 0 && Slides(h, layer, FullAttentionPeriod);
        return new Layer(slides ? Sliding(h, layer, window) : Full(h, layer), Dense(h, layer));
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
    }
}
