using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>MiniMax-M2: full attention normalized over all heads at once, routed experts with a correction bias (src/models/minimax-m2.cpp).</summary>
internal sealed class MiniMaxM2Family() : ArchitectureFamily("minimax-m2")
{
    public override Architecture Read(Hyperparameters h) => base.Read(h) with { ExpertGating = (int)ExpertGating.Sigmoid };

    protected override Layer ReadLayer(Hyperparameters h, int layer) => new(Full(h, layer), Routed(h, h.FeedForward(layer), 0));

    protected override void AddLayer(WeightListBuilder list, Architecture architecture, Layer layer, WeightTraits traits)
    {
        var attention = (FullAttention)layer.Attention;
        var experts = (ExpertFeedForward)layer.FeedForward;
        list.Norm("attn_norm");
        list.AddAttention(attention);
        list.Plain("attn_q_norm.weight", (long)attention.Heads * attention.KeyLength);
        list.Plain("attn_k_norm.weight", attention.KeyWidth);
        list.Norm("ffn_norm");
        list.AddExperts(experts);
        list.Plain("exp_probs_b.bias", experts.Experts);
    }
}
