using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>Llama 4: three chunked layers to one full, one routed and one shared expert (src/models/llama4.cpp).</summary>
internal sealed class Llama4Family() : ArchitectureFamily("llama4")
{
    private const int FullAttentionPeriod = 4;

    /// <summary>Tokens a chunked layer sees at most (llama4.cpp, load_arch_hparams: fixed, whatever the file says).</summary>
    private const int ChunkLength = 8192;

    public override Architecture Read(Hyperparameters h) =>
        base.Read(h) with { ExpertGating = (int)ExpertGating.Sigmoid, ExpertWeightsNormalized = false };

    protected override Layer ReadLayer(Hyperparameters h, int layer)
    {
        bool slides = h.Optional("attention.sliding_window", ChunkLength) != 0 && Slides(h, layer, FullAttentionPeriod);
        int step = h.Required("interleave_moe_layer_step", 0);
        bool isRouted = step > 0 && (layer + 1) % step == 0;
        int width = h.Required("expert_feed_forward_length");
        return new Layer(
            slides ? Sliding(h, layer, ChunkLength) : Full(h, layer),
            isRouted ? Routed(h, width, width) : Dense(h, layer)
        );
    }

    protected override void AddLayer(WeightListBuilder list, Architecture architecture, Layer layer, WeightTraits traits)
    {
        list.Norm("attn_norm");
        list.AddAttention((FullAttention)layer.Attention);
        list.Norm("ffn_norm");
        list.AddFeedForward(layer.FeedForward);
        if (layer.FeedForward is ExpertFeedForward experts)
        {
            list.AddSharedExpert(experts);
        }
    }
}
