using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>Kimi K3: Kimi-Linear's layers with scores for kept residuals, a gate on latent attention and experts in a narrower space (src/models/kimi-k3.cpp).</summary>
internal sealed class KimiK3Family() : KimiLinearFamily("kimi-k3")
{
    public override Architecture Read(Hyperparameters h) => base.Read(h) with { ExpertWeightsNormalized = h.Flag("expert_weights_norm") };

    public override void AddWeights(WeightListBuilder list, Architecture architecture, WeightTraits traits)
    {
        base.AddWeights(list, architecture, traits);
        if (MixesResiduals(architecture))
        {
            list.BeginModel();
            list.Norm("output_res_score");
        }
    }

    protected override void AddLayer(WeightListBuilder list, Architecture architecture, Layer layer, WeightTraits traits)
    {
        list.Norm("attn_norm");
        AddAttention(list, layer);
        list.Norm("ffn_norm");
        if (MixesResiduals(architecture))
        {
            list.Norm("attn_res_score");
            list.Norm("ffn_res_score");
        }

        if (layer.FeedForward is not ExpertFeedForward experts)
        {
            list.AddFeedForward(layer.FeedForward);
            return;
        }

        int latent = (int)(architecture.Metadata.Integer($"{Name}.expert_latent_length") ?? 0);
        list.AddExperts(experts, latent > 0 ? latent : list.Embedding);
        list.Plain("exp_probs_b.bias", experts.Experts);
        list.AddSharedExpert(experts);
        if (latent > 0)
        {
            list.Matrix("ffn_routed_down", list.Embedding, latent);
            list.Matrix("ffn_routed_up", latent, list.Embedding);
            list.Plain("ffn_routed_norm.weight", latent);
        }
    }

    protected override void AddAttention(WeightListBuilder list, Layer layer)
    {
        if (layer.Attention is RecurrentAttention r)
        {
            AddConvolved(list, r);
            list.Matrix("ssm_f_a", list.Embedding, r.StateSize);
            list.Matrix("ssm_f_b", r.StateSize, r.InnerSize);
            list.Matrix("ssm_g", list.Embedding, r.InnerSize);
            AddRest(list, r, rateRows: r.ValueHeads, rateColumns: 1);
            return;
        }

        base.AddAttention(list, layer);
        var a = (LatentAttention)layer.Attention;
        list.Matrix("attn_gate", list.Embedding, (long)a.Heads * a.ValueLength);
    }

    private static bool MixesResiduals(Architecture a) => a.Metadata.Integer($"{a.Name}.attn_res.block_size") is > 0;
}
