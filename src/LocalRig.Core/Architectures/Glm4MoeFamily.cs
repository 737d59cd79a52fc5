using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>GLM-4.5 to 4.7: biased attention, dense first layers, then routed and shared experts, one multi-token-prediction layer
/// (src/models/glm4-moe.cpp).</summary>
internal sealed class Glm4MoeFamily() : ArchitectureFamily("glm4moe")
{
    public override Architecture Read(Hyperparameters h)
    {
        int gating = h.Optional("expert_gating_func", 0, Hyperparameters.LastGating);
        return base.Read(h) with
        {
            ExpertGating = gating != 0 ? gating : (int)ExpertGating.Sigmoid,
            ExpertWeightsNormalized = h.Flag("expert_weights_norm"),
        };
    }

    protected override Layer ReadLayer(Hyperparameters h, int layer)
    {
        int width = h.ExpertFeedForward(layer);
        return new Layer(
            Full(h, layer),
            layer < h.Optional("leading_dense_block_count", 0)
                ? Dense(h, layer)
                : Routed(h, width, width * h.Required("expert_shared_count", 0, Hyperparameters.MaxExperts))
        );
    }

    protected override void AddLayer(WeightListBuilder list, Architecture architecture, Layer layer, WeightTraits traits)
    {
        var attention = (FullAttention)layer.Attention;
        list.Norm("attn_norm");
        list.AddAttention(attention);
        list.AddAttentionBias(attention);
        if (traits.QueryKeyNorm)
        {
            list.AddQueryKeyNorms(attention);
        }

        list.Norm("post_attention_norm");
        list.AddFeedForward(layer.FeedForward);
        if (layer.FeedForward is ExpertFeedForward experts)
        {
            list.Plain("exp_probs_b.bias", experts.Experts);
            list.AddSharedExpert(experts);
        }
    }
}
