using System.Collections.Immutable;
using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>DeepSeek-V2, V3, R1, Kimi-K2, GLM-4.7-Flash: latent attention, dense first layers, then routed and shared experts
/// (src/models/deepseek2.cpp).</summary>
/// <param name="name">deepseek2, or a family built on it.</param>
internal class DeepSeek2Family(string name = "deepseek2") : ArchitectureFamily(name)
{
    public override Architecture Read(Hyperparameters h)
    {
        int gating = h.Optional("expert_gating_func", 0, Hyperparameters.LastGating);
        // files from before the key existed: soft-max, but sigmoid for GLM-4.7-Flash, known by its size (load_arch_hparams)
        bool isGlmFlash = h.MainLayerCount is 47 or 48 && h.VocabularySize == 154880;
        return base.Read(h) with
        {
            ExpertGating = gating != 0 ? gating : (int)(isGlmFlash ? ExpertGating.Sigmoid : ExpertGating.SoftMax),
            ExpertWeightsNormalized = h.Flag("expert_weights_norm"),
            ExpertGroups = h.Optional("expert_group_count", 0),
            ExpertGroupsUsed = h.Optional("expert_group_used_count", 0),
        };
    }

    protected override Layer ReadLayer(Hyperparameters h, int layer) => new(Latent(h, layer), ReadFeedForward(h, layer));

    /// <summary>Dense in the first layers, then routed experts beside shared ones.</summary>
    protected static FeedForward ReadFeedForward(Hyperparameters h, int layer) =>
        layer < h.Optional("leading_dense_block_count", 0)
            ? Dense(h, layer)
            : Routed(
                h,
                h.Required("expert_feed_forward_length"),
                h.Required("expert_feed_forward_length") * h.Required("expert_shared_count", 0, Hyperparameters.MaxExperts)
            );

    protected override void AddLayer(WeightListBuilder list, Architecture architecture, Layer layer, WeightTraits traits)
    {
        list.Norm("attn_norm");
        AddAttention(list, layer);
        list.Norm("ffn_norm");
        list.AddFeedForward(layer.FeedForward);
        if (layer.FeedForward is ExpertFeedForward experts)
        {
            list.AddSharedExpert(experts);
            if (traits.ExpertBias)
            {
                list.Plain("exp_probs_b.bias", experts.Experts);
            }
        }
    }

    /// <summary>The weights by which a layer looks back.</summary>
    protected virtual void AddAttention(WeightListBuilder list, Layer layer) => AddLatent(list, (LatentAttention)layer.Attention);

    /// <summary>Latent attention as the header gives it.</summary>
    protected static LatentAttention Latent(Hyperparameters h, int layer)
    {
        // hparams.is_mla(): both lengths are given; files from before llama.cpp had MLA hold one unsplit key/value matrix
        if (h.Optional("attention.key_length_mla", 0) == 0 || h.Optional("attention.value_length_mla", 0) == 0)
        {
            h.CannotPlan("it was converted before llama.cpp knew latent attention (no attention.key_length_mla); take a newer file");
            return new LatentAttention(h.Heads(layer), 0, 1, 1, 1, 1);
        }

        int nope = h.Optional("attention.key_length_mla", 0) - h.RotaryDimensions;
        if (nope < 1)
        {
            h.Refuse("attention.key_length_mla is not longer than rope.dimension_count");
        }

        // what is cached is the latent vector and the rotated part, once for all heads (build_attn of llm_graph_input_attn_k)
        int cached = h.Required("attention.kv_lora_rank") + h.RotaryDimensions;
        if (h.KeyLength != cached || h.KeyValueHeads(layer) != 1)
        {
            h.Refuse($"latent attention caches one head of {cached} elements, but attention.head_count_kv is {h.KeyValueHeads(layer)} and attention.key_length {h.KeyLength}");
        }

        return new LatentAttention(
            h.Heads(layer),
            h.Optional("attention.q_lora_rank", 0),
            h.Required("attention.kv_lora_rank"),
            nope,
            h.RotaryDimensions,
            h.Optional("attention.value_length_mla", 0)
        );
    }

    private static void AddLatent(WeightListBuilder list, LatentAttention a)
    {
        long query = (long)a.Heads * (a.NopeLength + a.RopeLength);
        if (a.QueryRank > 0)
        {
            list.Plain("attn_q_a_norm.weight", a.QueryRank);
            list.Matrix("attn_q_a", list.Embedding, a.QueryRank);
            list.Matrix("attn_q_b", a.QueryRank, query);
        }
        else
        {
            list.Matrix("attn_q", list.Embedding, query);
        }

        list.Plain("attn_kv_a_norm.weight", a.LatentRank);
        list.Matrix("attn_kv_a_mqa", list.Embedding, a.LatentRank + a.RopeLength);
        list.Matrix("attn_k_b", a.NopeLength, a.LatentRank, a.Heads);
        list.Matrix("attn_v_b", a.LatentRank, a.ValueLength, a.Heads);
        list.Matrix("attn_output", (long)a.Heads * a.ValueLength, list.Embedding);
    }
}

/// <summary>DeepSeek-V3.2 and GLM-5: latent attention whose tokens an indexer picks (src/models/deepseek32.cpp, glm-dsa.cpp).</summary>
/// <param name="name">deepseek32 or glm-dsa.</param>
internal sealed class SparseDeepSeekFamily(string name) : DeepSeek2Family(name)
{
    /// <summary>The context from which on GLM-5.2's pattern stands for a header that lists no indexers (glm-dsa.cpp, load_arch_hparams).</summary>
    private const int SharingFromContext = 1048576;

    /// <summary>Layers at the beginning of that pattern that all have an indexer of their own, and from there on one in so many (GLM_5_2_DEFAULT_INDEXER_TYPES).</summary>
    private const int FirstWithIndexers = 2;

    private const int SharingPeriod = 4;

    public override Architecture Read(Hyperparameters h)
    {
        Architecture read = base.Read(h);
        // glm-dsa.cpp: sigmoid where the header doesn't say
        return Name == "glm-dsa" && h.Optional("expert_gating_func", 0, Hyperparameters.LastGating) == 0 ? read with { ExpertGating = (int)ExpertGating.Sigmoid } : read;
    }

    protected override Layer ReadLayer(Hyperparameters h, int layer)
    {
        LatentAttention a = Latent(h, layer);
        TokenIndexer? indexer = HasIndexer(h, layer)
            ? new TokenIndexer(h.Required("attention.indexer.head_count"), h.Required("attention.indexer.key_length"), h.Required("attention.indexer.top_k"))
            : null;
        return new Layer(
            new SparseLatentAttention(a.Heads, a.QueryRank, a.LatentRank, a.NopeLength, a.RopeLength, a.ValueLength, indexer),
            ReadFeedForward(h, layer));
    }

    /// <summary>The prediction head looks at every token (graph_mtp of both files).</summary>
    protected override Layer ReadMtpLayer(Hyperparameters h, int layer) => new(Latent(h, layer), ReadFeedForward(h, layer));

    /// <summary>Whether a layer picks tokens itself; others take what an earlier layer picked (llama-hparams.cpp, is_indexer_full).</summary>
    private bool HasIndexer(Hyperparameters h, int layer)
    {
        if (Name != "glm-dsa" || layer == 0)
        {
            return true;
        }

        if (h.Metadata.TryGetIntegers($"{Name}.attention.indexer.types", out ImmutableArray<long>? listed))
        {
            return listed.Value.Length > layer && listed.Value[layer] != 0;
        }

        return h.ContextLength < SharingFromContext || layer < FirstWithIndexers || (layer - FirstWithIndexers) % SharingPeriod == 0;
    }

    protected override void AddLayer(WeightListBuilder list, Architecture architecture, Layer layer, WeightTraits traits)
    {
        base.AddLayer(list, architecture, layer, traits);
        long heads = architecture.Metadata.Integer($"{Name}.attention.indexer.head_count") ?? 0;
        long width = architecture.Metadata.Integer($"{Name}.attention.indexer.key_length") ?? 0;
        list.Plain("indexer.k_norm.weight", width);
        list.Plain("indexer.k_norm.bias", width);
        list.Plain("indexer.proj.weight", list.Embedding, heads);
        list.Matrix("indexer.attn_k", list.Embedding, width);
        list.Matrix("indexer.attn_q_b", ((LatentAttention)layer.Attention).QueryRank, heads * width);
    }
}
