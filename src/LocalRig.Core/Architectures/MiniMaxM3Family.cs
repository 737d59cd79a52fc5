using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>MiniMax-M3: dense first layers that see everything, then layers that pick blocks of tokens, with routed experts beside a shared one
/// (src/models/minimax-m3.cpp).</summary>
internal sealed class MiniMaxM3Family() : ArchitectureFamily("minimax-m3")
{
    public override Architecture Read(Hyperparameters h) =>
        base.Read(h) with
        {
            ExpertGating = h.Required("expert_gating_func", 1, Hyperparameters.LastGating),
            ExpertWeightsNormalized = h.Flag("expert_weights_norm"),
        };

    protected override Layer ReadLayer(Hyperparameters h, int layer)
    {
        FullAttention full = Full(h, layer);
        if (layer < h.Optional("leading_dense_block_count", 0))
        {
            return new Layer(full, Dense(h, layer));
        }

        BlockIndexer indexer = new(h.Required("attention.indexer.key_length"), h.Required("attention.indexer.top_k"), h.Required("attention.indexer.block_size"));
        if (h.Required("attention.indexer.head_count") != full.KeyValueHeads)
        {
            h.Refuse("MiniMax-M3 has one indexer head for each key/value head (attention.indexer.head_count)");
        }

        int width = h.ExpertFeedForward(layer);
        return new Layer(
            new BlockAttention(full.Heads, full.KeyValueHeads, full.KeyLength, full.ValueLength, indexer),
            Routed(h, width, width * h.Required("expert_shared_count", 0, Hyperparameters.MaxExperts)));
    }

    protected override void AddLayer(WeightListBuilder list, Architecture architecture, Layer layer, WeightTraits traits)
    {
        var attention = (FullAttention)layer.Attention;
        list.Norm("attn_norm");
        list.AddAttention(attention);
        list.AddQueryKeyNorms(attention);
        list.Norm("ffn_norm");
        list.AddFeedForward(layer.FeedForward);
        if (attention is BlockAttention { Indexer: { } indexer })
        {
            list.Plain("indexer.q_proj.weight", list.Embedding, (long)attention.KeyValueHeads * indexer.KeyLength);
            list.Plain("indexer.k_proj.weight", list.Embedding, indexer.KeyLength);
            list.Plain("indexer.q_norm.weight", indexer.KeyLength);
            list.Plain("indexer.k_norm.weight", indexer.KeyLength);
        }

        if (layer.FeedForward is ExpertFeedForward experts)
        {
            list.Plain("exp_probs_b.bias", experts.Experts);
            list.AddSharedExpert(experts);
        }
    }
}
