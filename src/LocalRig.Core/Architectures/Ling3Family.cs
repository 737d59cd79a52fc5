using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>Ling 3: Kimi's delta attention with projections of full rank, latent attention with a gate for each head (src/models/bailingmoe3.cpp).</summary>
internal sealed class Ling3Family() : KimiLinearFamily("bailingmoe3")
{
    public override Architecture Read(Hyperparameters h)
    {
        foreach (string key in (string[])["swiglu_clamp_exp", "swiglu_clamp_shexp"])
        {
            if (h.Has(key))
            {
                h.CannotPlan($"its gated units are limited ({key}), which LocalRig has no graph for");
            }
        }

        return base.Read(h) with { ExpertWeightsNormalized = h.Flag("expert_weights_norm") };
    }

    protected override Layer ReadLayer(Hyperparameters h, int layer)
    {
        Layer read = base.ReadLayer(h, layer);
        int shared = h.Optional("expert_shared_feed_forward_length", 0);
        return read.FeedForward is ExpertFeedForward experts && shared > 0 ? read with { FeedForward = experts with { SharedWidth = shared } } : read;
    }

    protected override void AddLayer(WeightListBuilder list, Architecture architecture, Layer layer, WeightTraits traits) =>
        base.AddLayer(list, architecture, layer, traits with { ExpertBias = true });

    protected override void AddAttention(WeightListBuilder list, Layer layer)
    {
        if (layer.Attention is RecurrentAttention r)
        {
            AddConvolved(list, r);
            list.Matrix("ssm_f_a", list.Embedding, r.InnerSize);
            list.Matrix("ssm_g_a", list.Embedding, r.InnerSize);
            AddRest(list, r);
            return;
        }

        base.AddAttention(list, layer);
        list.Matrix("attn_gate", list.Embedding, ((LatentAttention)layer.Attention).Heads);
    }
}
