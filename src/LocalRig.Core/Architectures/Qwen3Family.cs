using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>Qwen3: Llama's block with normalized queries and keys (src/models/qwen3.cpp).</summary>
/// <param name="name">qwen3, or qwen3moe for the routed one.</param>
internal class Qwen3Family(string name = "qwen3") : ArchitectureFamily(name)
{
    protected override void AddLayer(WeightListBuilder list, Architecture architecture, Layer layer, WeightTraits traits)
    {
        var attention = (FullAttention)layer.Attention;
        list.Norm("attn_norm");
        list.AddAttention(attention);
        list.AddQueryKeyNorms(attention);
        list.Norm("ffn_norm");
        list.AddFeedForward(layer.FeedForward);
    }
}

/// <summary>Qwen3's mixture of experts, no shared expert (src/models/qwen3moe.cpp).</summary>
internal sealed class Qwen3MoeFamily() : Qwen3Family("qwen3moe")
{
    protected override Layer ReadLayer(Hyperparameters h, int layer) => new(Full(h, layer), Routed(h, h.ExpertFeedForward(layer), 0));
}
