using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>gpt-oss: sliding and full layers by turns, attention sinks, routed experts with biases everywhere (src/models/openai-moe.cpp).</summary>
internal sealed class GptOssFamily() : ArchitectureFamily("gpt-oss")
{
    private const int FullAttentionPeriod = 2;

    public override Architecture Read(Hyperparameters h) =>
        base.Read(h) with { ExpertGating = (int)ExpertGating.SoftMaxOfChosen, ExpertWeightsNormalized = false };

    protected override Layer ReadLayer(Hyperparameters h, int layer)
    {
        int window = h.Required("attention.sliding_window");
        return new Layer(
            Slides(h, layer, FullAttentionPeriod) ? Sliding(h, layer, window) : Full(h, layer),
            Routed(h, h.ExpertFeedForward(layer), 0)
        );
    }

    protected override void AddLayer(WeightListBuilder list, Architecture architecture, Layer layer, WeightTraits traits)
    {
        var attention = (FullAttention)layer.Attention;
        var experts = (ExpertFeedForward)layer.FeedForward;
        list.Norm("attn_norm");
        list.Norm("post_attention_norm");
        list.AddAttention(attention);
        list.AddAttentionBias(attention);
        list.Plain("attn_output.bias", list.Embedding);
        list.Plain("attn_sinks.weight", attention.Heads);
        list.AddExperts(experts);
        list.Plain("ffn_gate_inp.bias", experts.Experts);
        list.Plain("ffn_gate_exps.bias", experts.Width, experts.Experts);
        list.Plain("ffn_up_exps.bias", experts.Width, experts.Experts);
        list.Plain("ffn_down_exps.bias", list.Embedding, experts.Experts);
    }
}
