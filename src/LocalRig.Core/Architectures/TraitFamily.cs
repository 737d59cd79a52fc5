using System.Collections.Immutable;
using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>A family whose block is Llama's with other traits.</summary>
/// <param name="traits">How it differs.</param>
internal sealed class TraitFamily(BlockTraits traits) : ArchitectureFamily(traits.Name)
{
    public override Architecture Read(Hyperparameters h)
    {
        int gating = h.Optional("expert_gating_func", 0, Hyperparameters.LastGating);
        return base.Read(h) with
        {
            ExpertGating = h.Experts == 0 ? 0 : gating != 0 ? gating : (int)traits.Gating,
            ExpertWeightsNormalized = h.Experts > 0 && (traits.NormalizesExperts ?? h.Flag("expert_weights_norm")),
            IsEncoder = traits.IsEncoder,
            ExpertGroups = h.Optional("expert_group_count", 0),
            ExpertGroupsUsed = h.Optional("expert_group_used_count", 0),
        };
    }

    protected override Layer ReadLayer(Hyperparameters h, int layer) =>
        ReadHalves(h, layer) with { IsUnturned = traits.Rotary == RotaryRule.Listed && IsListedUnturned(h, layer) };

    private static bool IsListedUnturned(Hyperparameters h, int layer) =>
        h.Metadata.TryGetIntegers($"{h.Metadata.Architecture}.attention.rope_pattern", out ImmutableArray<long>? listed) && layer < listed.Value.Length && listed.Value[layer] == 0;

    private Layer ReadHalves(Hyperparameters h, int layer) =>
        traits.State switch
        {
            StateSpaceRule.Only => new Layer(ReadState(h), new NoFeedForward()),
            StateSpaceRule.WithoutHeads when h.KeyValueHeads(layer) == 0 => new Layer(ReadState(h), ReadFeedForward(h, layer)),
            StateSpaceRule.ShortConvolution when h.KeyValueHeads(layer) == 0 => new Layer(ReadConvolution(h), ReadFeedForward(h, layer)),
            StateSpaceRule.OneOfThree when h.FeedForward(layer) > 0 => new Layer(new NoAttention(), ReadFeedForward(h, layer)),
            StateSpaceRule.OneOfThree => new Layer(h.KeyValueHeads(layer) == 0 ? ReadState(h) : ReadAttention(h, layer), new NoFeedForward()),
            StateSpaceRule.Beside => new Layer(ReadAttention(h, layer), ReadFeedForward(h, layer)) { StateBeside = ReadState(h) },
            _ => new Layer(ReadAttention(h, layer), ReadFeedForward(h, layer)) { KeepsNothing = traits.Span == AttentionSpan.Batch },
        };

    protected override Layer ReadMtpLayer(Hyperparameters h, int layer) => new(Full(h, layer), ReadFeedForward(h, layer));

    protected override void AddLayer(WeightListBuilder list, Architecture architecture, Layer layer, WeightTraits shown) =>
        new TraitWeights(list, traits, shown with { QueryKeyNorm = HasHeadNorms(architecture, shown) }, (int)(architecture.Metadata.Integer($"{Name}.moe_latent_size") ?? 0)).Add(layer);

    private bool HasHeadNorms(Architecture architecture, WeightTraits shown) =>
        traits.HeadNormsFromLayers > 0 ? architecture.Layers.Length >= traits.HeadNormsFromLayers : shown.QueryKeyNorm;

    public override void AddWeights(WeightListBuilder list, Architecture architecture, WeightTraits shown)
    {
        base.AddWeights(list, architecture, shown with { TiedEmbeddings = shown.TiedEmbeddings || traits.Weights.HasFlag(BlockWeights.AlwaysTied) });
        if (traits.Weights.HasFlag(BlockWeights.NoOutput))
        {
            list.Leave("output.weight");
        }

        if (traits.Weights.HasFlag(BlockWeights.NoOutputNorm) || traits.Weights.HasFlag(BlockWeights.OutputNormAsEmbedding) || traits.Weights.HasFlag(BlockWeights.EncoderOutputNorm))
        {
            list.Leave("output_norm.weight");
        }

        list.BeginModel();
        new TraitWeights(list, traits, shown).AddOuter(architecture);
    }

    private static RecurrentAttention ReadState(Hyperparameters h) =>
        new(
            h.Required("ssm.conv_kernel", 1, 64),
            h.Required("ssm.state_size", 1, 1 << 12),
            h.Optional("ssm.group_count", 0, 1 << 12),
            h.Required("ssm.time_step_rank", 1, 1 << 14),
            h.Required("ssm.inner_size", 1, 1 << 18)
        );

    private static RecurrentAttention ReadConvolution(Hyperparameters h) => new(h.Required("shortconv.l_cache", 1, 64), 0, 0, 0, h.EmbeddingLength);

    private FullAttention ReadAttention(Hyperparameters h, int layer)
    {
        FullAttention full = Full(h, layer);
        WindowRule rule = traits.Window;
        if (rule == WindowRule.None || (rule.OnlyWithLayers > 0 && h.MainLayerCount != rule.OnlyWithLayers))
        {
            return full;
        }

        int window = h.Optional("attention.sliding_window", rule.Default);
        bool slides = window > 0 && SlidesBy(h, layer, rule);
        return slides ? Sliding(h, layer, rule.Fixed > 0 ? rule.Fixed : window) : full;
    }

    private static bool SlidesBy(Hyperparameters h, int layer, WindowRule rule)
    {
        if (!rule.FullFirst || h.Metadata.TryGetIntegers($"{h.Metadata.Architecture}.attention.sliding_window_pattern", out ImmutableArray<long>? _))
        {
            return Slides(h, layer, rule.Period);
        }

        int period = h.Optional("attention.sliding_window_pattern", rule.Period);
        return period == 0 || layer % period != 0;
    }

    private FeedForward ReadFeedForward(Hyperparameters h, int layer)
    {
        int step = h.Optional("interleave_moe_layer_step", 1);
        int every = h.Optional("moe_every_n_layers", 0); // nomic-bert-moe.cpp: the second of so many
        bool isRouted = h.Experts > 0 && layer >= h.Optional("leading_dense_block_count", 0) && step > 0 && (layer + 1) % step == 0 && (every == 0 || layer % every == 1);
        if (!isRouted)
        {
            return Dense(h, layer);
        }

        int width = ExpertWidthOf(h, layer);
        return Routed(h, width, SharedWidthOf(h, layer, width));
    }

    private int ExpertWidthOf(Hyperparameters h, int layer)
    {
        int named = h.Has("expert_feed_forward_length") ? h.ExpertFeedForward(layer) : 0;
        return traits.ExpertWidth switch
        {
            ExpertWidth.AlwaysFeedForward => h.FeedForward(layer),
            _ when named > 0 => named,
            ExpertWidth.FeedForward => h.FeedForward(layer),
            ExpertWidth.FeedForwardPerUsed => h.FeedForward(layer) / Math.Max(1, h.ExpertsUsed),
            _ => h.Required("expert_feed_forward_length"),
        };
    }

    private int SharedWidthOf(Hyperparameters h, int layer, int width)
    {
        int named = h.Optional("expert_shared_feed_forward_length", 0);
        int count = h.Optional("expert_shared_count", 0, Hyperparameters.MaxExperts);
        return traits.SharedExpert switch
        {
            SharedExpertWidth.KeyOrFeedForward => named > 0 ? named : h.FeedForward(layer),
            SharedExpertWidth.KeyOrExpert => named > 0 ? named : width,
            SharedExpertWidth.Count => count * width,
            SharedExpertWidth.KeyIfCounted => count == 0 ? 0 : named > 0 ? named : count * width,
            SharedExpertWidth.KeyTimesCount => count * (named > 0 ? named : width),
            _ => named,
        };
    }
}
