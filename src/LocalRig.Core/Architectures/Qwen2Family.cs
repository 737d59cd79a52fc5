using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>Qwen2 and Qwen2.5: Llama's block with biases on query, key and value (src/models/qwen2.cpp).</summary>
internal sealed class Qwen2Family() : ArchitectureFamily("qwen2")
{
    protected override void AddLayer(WeightListBuilder list, Architecture architecture, Layer layer, WeightTraits traits)
    {
        var attention = (FullAttention)layer.Attention;
        list.Norm("attn_norm");
        list.AddAttention(attention);
        list.AddAttentionBias(attention);
        list.Norm("ffn_norm");
        list.AddFeedForward(layer.FeedForward);
    }
}
