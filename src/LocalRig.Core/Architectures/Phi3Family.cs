using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>Phi-3 and Phi-4: fused query-key-value and gate-up projections; llama.cpp switches its sliding window off (src/models/phi3.cpp).</summary>
internal sealed class Phi3Family() : ArchitectureFamily("phi3")
{
    protected override void AddLayer(WeightListBuilder list, Architecture architecture, Layer layer, WeightTraits traits)
    {
        var attention = (FullAttention)layer.Attention;
        int width = ((DenseFeedForward)layer.FeedForward).Width;
        long query = (long)attention.Heads * attention.KeyLength;
        list.Norm("attn_norm");
        list.Matrix("attn_qkv", list.Embedding, query + attention.KeyWidth + attention.ValueWidth);
        list.Matrix("attn_output", query, list.Embedding);
        list.Norm("ffn_norm");
        list.Matrix("ffn_up", list.Embedding, 2L * width);
        list.Matrix("ffn_down", width, list.Embedding);
    }
}
