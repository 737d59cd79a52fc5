using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>Kimi-Linear: layers without key/value heads keep a delta-rule state whose decay each element has for itself, every fourth has latent
/// attention without positions (src/models/kimi-linear.cpp).</summary>
/// <param name="name">kimi-linear, or a family built on it.</param>
internal class KimiLinearFamily(string name = "kimi-linear") : DeepSeek2Family(name)
{
    public override Architecture Read(Hyperparameters h) => base.Read(h) with { ExpertWeightsNormalized = true }; // build_moe_ffn is told so

    protected override Layer ReadLayer(Hyperparameters h, int layer) =>
        h.KeyValueHeads(layer) == 0 ? new Layer(Recurrent(h, layer), ReadFeedForward(h, layer)) : base.ReadLayer(h, layer);

    protected override void AddAttention(WeightListBuilder list, Layer layer)
    {
        if (layer.Attention is RecurrentAttention recurrent)
        {
            AddDelta(list, recurrent);
        }
        else
        {
            base.AddAttention(list, layer);
        }
    }

    private static RecurrentAttention Recurrent(Hyperparameters h, int layer)
    {
        int head = h.Required("kda.head_dim", 1, 1 << 12);
        return new RecurrentAttention(h.Required("ssm.conv_kernel", 1, 64), head, h.Heads(layer), h.Heads(layer), head * h.Heads(layer));
    }

    private static void AddDelta(WeightListBuilder list, RecurrentAttention r)
    {
        AddConvolved(list, r);
        list.Matrix("ssm_f_a", list.Embedding, r.StateSize);
        list.Matrix("ssm_f_b", r.StateSize, r.InnerSize);
        list.Matrix("ssm_g_a", list.Embedding, r.StateSize);
        list.Matrix("ssm_g_b", r.StateSize, r.InnerSize);
        AddRest(list, r);
    }

    /// <summary>Queries, keys and values with their convolutions.</summary>
    protected static void AddConvolved(WeightListBuilder list, RecurrentAttention r)
    {
        foreach (string part in (string[])["q", "k", "v"])
        {
            list.Matrix("attn_" + part, list.Embedding, r.InnerSize);
            list.Plain($"ssm_conv1d_{part}.weight", r.ConvolutionKernel, 1, r.InnerSize);
        }
    }

    /// <summary>What all members have alike; the rates of the heads lie in a row or, by default, in a column.</summary>
    protected static void AddRest(WeightListBuilder list, RecurrentAttention r, long rateRows = 1, long rateColumns = 0)
    {
        list.Matrix("ssm_beta", list.Embedding, r.ValueHeads);
        list.Plain("ssm_a", rateRows, rateColumns > 0 ? rateColumns : r.ValueHeads);
        list.Plain("ssm_dt.bias", r.InnerSize);
        list.Plain("ssm_norm.weight", r.StateSize);
        list.Matrix("attn_output", r.InnerSize, list.Embedding);
    }
}
