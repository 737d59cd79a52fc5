using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>Llama, Mistral, Ministral and Mixtral: grouped-query attention, a gated feed-forward or routed experts
/// (src/models/llama.cpp, mistral3.cpp).</summary>
/// <param name="name">llama or mistral3.</param>
internal sealed class LlamaFamily(string name) : ArchitectureFamily(name)
{
    public override Architecture Read(Hyperparameters h)
    {
        if (Name == "llama" && h.RotaryDimensions != h.KeyLength)
        {
            h.Refuse($"llama.rope.dimension_count {h.RotaryDimensions} differs from the key length {h.KeyLength}, which llama.cpp refuses");
        }

        return base.Read(h);
    }

    protected override Layer ReadLayer(Hyperparameters h, int layer) =>
        new(
            Full(h, layer),
            h.Experts == 0
                ? Dense(h, layer)
                : Routed(h, h.FeedForward(layer), h.Optional("expert_shared_feed_forward_length", 0))
        );

    protected override void AddLayer(WeightListBuilder list, Architecture architecture, Layer layer, WeightTraits traits)
    {
        list.Norm("attn_norm");
        list.AddAttention((FullAttention)layer.Attention);
        if (traits.QkvBias)
        {
            list.AddAttentionBias((FullAttention)layer.Attention);
        }

        if (traits.AttentionOutputBias)
        {
            list.Plain("attn_output.bias", list.Embedding);
        }

        list.Norm("ffn_norm");
        list.AddFeedForward(layer.FeedForward);
        if (traits.FeedForwardBias && layer.FeedForward is DenseFeedForward dense)
        {
            list.Plain("ffn_gate.bias", dense.Width);
            list.Plain("ffn_up.bias", dense.Width);
            list.Plain("ffn_down.bias", list.Embedding);
        }

        if (layer.FeedForward is ExpertFeedForward experts)
        {
            list.AddSharedExpert(experts);
        }
    }
}
