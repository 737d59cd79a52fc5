using System.Collections.Immutable;
using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>Qwen3-Next: three gated delta-net layers to one of gated full attention, routed experts with a gated shared one
/// (src/models/qwen3next.cpp).</summary>
/// <param name="name">qwen3next, or one of the Qwen3.5 names built on it.</param>
internal class Qwen3NextFamily(string name = "qwen3next") : ArchitectureFamily(name)
{
    /// <summary>Every fourth layer attends in full unless the file says otherwise (qwen3next.cpp, load_arch_hparams).</summary>
    private const int DefaultFullAttentionInterval = 4;

    protected override Layer ReadLayer(Hyperparameters h, int layer) =>
        new(IsRecurrent(h, layer) ? Recurrent(h) : Full(h, layer), ReadFeedForward(h, layer));

    protected override Layer ReadMtpLayer(Hyperparameters h, int layer) => new(Full(h, layer), ReadFeedForward(h, layer));

    protected virtual FeedForward ReadFeedForward(Hyperparameters h, int layer) =>
        Routed(h, h.ExpertFeedForward(layer), SharedWidth(h, layer));

    protected override void AddLayer(WeightListBuilder list, Architecture architecture, Layer layer, WeightTraits traits)
    {
        list.Norm("attn_norm");
        list.Norm("post_attention_norm");
        if (layer.Attention is RecurrentAttention recurrent)
        {
            AddDeltaNet(list, recurrent);
        }
        else
        {
            var attention = (FullAttention)layer.Attention;
            list.AddAttention(attention, gatedQuery: true);
            list.AddQueryKeyNorms(attention);
        }

        list.AddFeedForward(layer.FeedForward);
        if (layer.FeedForward is ExpertFeedForward experts)
        {
            list.Plain("ffn_gate_inp_shexp.weight", list.Embedding);
            list.AddSharedExpert(experts);
        }
    }

    /// <summary>Beta and alpha projections: one tensor in Qwen3-Next, two in Qwen3.5.</summary>
    protected virtual void AddBetaAlpha(WeightListBuilder list, RecurrentAttention recurrent) =>
        list.Matrix("ssm_ba", list.Embedding, 2L * recurrent.ValueHeads);

    private void AddDeltaNet(WeightListBuilder list, RecurrentAttention recurrent)
    {
        long value = (long)recurrent.StateSize * recurrent.ValueHeads;
        list.Matrix("attn_qkv", list.Embedding, recurrent.ConvolutionChannels);
        list.Matrix("attn_gate", list.Embedding, value);
        list.Plain("ssm_conv1d.weight", recurrent.ConvolutionKernel, recurrent.ConvolutionChannels);
        list.Plain("ssm_dt.bias", recurrent.ValueHeads);
        list.Plain("ssm_a", recurrent.ValueHeads);
        AddBetaAlpha(list, recurrent);
        list.Plain("ssm_norm.weight", recurrent.StateSize);
        list.Matrix("ssm_out", value, list.Embedding);
    }

    private static int SharedWidth(Hyperparameters h, int layer)
    {
        int width = h.Optional("expert_shared_feed_forward_length", 0);
        return width != 0 ? width : h.FeedForward(layer);
    }

    private static bool IsRecurrent(Hyperparameters h, int layer)
    {
        const string Key = "attention.recurrent_layers";
        if (h.Metadata.TryGetIntegers($"{h.Metadata.Architecture}.{Key}", out ImmutableArray<long>? listed) && listed.Value.Length > layer)
        {
            return listed.Value[layer] != 0;
        }

        int interval = Math.Max(1, h.Optional("full_attention_interval", DefaultFullAttentionInterval));
        return (layer + 1) % interval != 0;
    }

    private static RecurrentAttention Recurrent(Hyperparameters h)
    {
        var recurrent = new RecurrentAttention(
            h.Required("ssm.conv_kernel", 1, 64),
            h.Required("ssm.state_size", 1, 1 << 12),
            h.Required("ssm.group_count", 1, 1 << 12),
            h.Required("ssm.time_step_rank", 1, 1 << 12),
            h.Required("ssm.inner_size", 1, 1 << 18)
        );
        if (recurrent.InnerSize != recurrent.StateSize * recurrent.ValueHeads)
        {
            h.Refuse($"{h.Metadata.Architecture}.ssm.inner_size {recurrent.InnerSize} is not state size times value heads");
        }

        return recurrent;
    }
}
