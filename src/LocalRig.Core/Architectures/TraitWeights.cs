using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>The weights of a family that is Llama with other traits (create_tensor calls of src/models/*.cpp).</summary>
/// <param name="list">Where they are collected.</param>
/// <param name="traits">How the family differs.</param>
/// <param name="shown">What tensors show of the member.</param>
/// <param name="latent">Width that experts see in place of the residual stream (moe_latent_size); 0 for none.</param>
internal sealed class TraitWeights(WeightListBuilder list, BlockTraits traits, WeightTraits shown, int latent = 0)
{
    /// <summary>One layer's.</summary>
    public void Add(Layer layer)
    {
        Norm("attn_norm", Has(BlockWeights.NoAttentionNorm) || (Has(BlockWeights.FirstLayerUnnormed) && list.IsFirstLayer));
        if (layer.Attention is FullAttention attention)
        {
            AddAttention(attention);
        }

        if ((layer.Attention as RecurrentAttention ?? layer.StateBeside) is { } state)
        {
            AddState(state);
        }

        if (layer.FeedForward is NoFeedForward)
        {
            return;
        }

        if (Has(BlockWeights.PostAttentionNorm))
        {
            list.Norm("post_attention_norm");
        }

        if (Has(BlockWeights.AttentionOutputNorm))
        {
            list.Norm("attn_output_norm");
        }

        if (Has(BlockWeights.BarePostNorms))
        {
            list.Plain("post_attention_norm", list.Embedding);
            list.Plain("post_ffw_norm", list.Embedding);
        }

        if (Has(BlockWeights.BareFfnNormName))
        {
            list.Plain("ffn_norm", list.Embedding);
        }

        Norm("ffn_norm", Has(BlockWeights.NoFfnNorm) || Has(BlockWeights.BareFfnNormName) || (Has(BlockWeights.SomeShareNorm) && shown.SharesNorm));
        AddFeedForward(layer.FeedForward);
        if (Has(BlockWeights.PostFfnNorm))
        {
            list.Norm("post_ffw_norm");
        }

        if (Has(BlockWeights.LayerOutputNorm))
        {
            list.Norm("layer_output_norm");
        }

        Norm("attn_output_norm", !Has(BlockWeights.NormsAfterAdding));
        Norm("layer_output_norm", !Has(BlockWeights.NormsAfterAdding));
    }

    /// <summary>What lies outside layers, beside Llama's.</summary>
    public void AddOuter(Architecture architecture)
    {
        if (Has(BlockWeights.NormBias) && !Has(BlockWeights.NoOutputNorm))
        {
            list.Plain("output_norm.bias", list.Embedding);
        }

        if (Has(BlockWeights.EncoderOutputNorm))
        {
            list.Norm("enc.output_norm");
        }

        if (Has(BlockWeights.TokenTypes))
        {
            list.Plain("token_types.weight", list.Embedding, architecture.Metadata.Integer("tokenizer.ggml.token_type_count") ?? 1);
        }

        if (Has(BlockWeights.OutputBias))
        {
            list.Plain("output.bias", architecture.VocabularySize);
        }

        if (Has(BlockWeights.PositionEmbedding))
        {
            list.Plain("position_embd.weight", list.Embedding, architecture.ContextLength);
        }

        if (Has(BlockWeights.OutputNormAsEmbedding))
        {
            list.Norm("token_embd_norm");
        }

        if (Has(BlockWeights.EmbeddingNorm))
        {
            list.Norm("token_embd_norm");
            if (Has(BlockWeights.NormBias))
            {
                list.Plain("token_embd_norm.bias", list.Embedding);
            }
        }
    }

    private bool HasCodeNorms => Has(BlockWeights.SomeCodeNorms) && shown.QueryKeyNorm;

    private bool FusesGate => Has(BlockWeights.FusedGate) || HasCodeNorms;

    private bool Has(BlockWeights weights) => traits.Weights.HasFlag(weights);

    private void Norm(string name, bool absent)
    {
        if (absent)
        {
            return;
        }

        list.Norm(name);
        if (Has(BlockWeights.NormBias))
        {
            list.Plain(name + ".bias", list.Embedding);
        }
    }

    private void AddAttention(FullAttention a)
    {
        long query = (long)a.Heads * a.KeyLength;
        if (Has(BlockWeights.FusedQkv))
        {
            list.Matrix("attn_qkv", list.Embedding, query + a.KeyWidth + a.ValueWidth);
            list.Matrix("attn_output", (long)a.Heads * a.ValueLength, list.Embedding);
            if (Has(BlockWeights.FusedQkvBias))
            {
                list.Plain("attn_qkv.bias", query + a.KeyWidth + a.ValueWidth);
            }
        }
        else
        {
            list.AddAttention(a);
        }

        if (Has(BlockWeights.QkvBias) || (Has(BlockWeights.SomeQkvBias) && shown.QkvBias))
        {
            list.AddAttentionBias(a);
        }

        if (Has(BlockWeights.AttentionOutputBias))
        {
            list.Plain("attn_output.bias", list.Embedding);
        }

        AddHeadNorms(a);
        AddGates(a);
    }

    private void AddState(RecurrentAttention s)
    {
        if (s.StateSize == 0)
        {
            list.Plain("shortconv.conv.weight", s.ConvolutionKernel, s.InnerSize);
            list.Matrix("shortconv.in_proj", list.Embedding, 3L * list.Embedding);
            list.Matrix("shortconv.out_proj", list.Embedding, list.Embedding);
            return;
        }

        bool lowRank = Has(BlockWeights.LowRankTimeSteps);
        long steps = lowRank ? s.InnerSize : s.ValueHeads;
        list.Matrix("ssm_in", list.Embedding, lowRank ? 2L * s.InnerSize : s.InnerSize + s.ConvolutionChannels + s.ValueHeads);
        list.Plain("ssm_conv1d.weight", s.ConvolutionKernel, s.ConvolutionChannels);
        list.Plain("ssm_conv1d.bias", s.ConvolutionChannels);
        list.Plain("ssm_dt.bias", steps);
        list.Matrix("ssm_out", s.InnerSize, list.Embedding);
        if (lowRank)
        {
            list.Matrix("ssm_x", s.InnerSize, s.ValueHeads + 2L * s.StateSize);
            list.Matrix("ssm_dt", s.ValueHeads, s.InnerSize);
            list.Plain("ssm_a", s.StateSize, s.InnerSize);
            list.Plain("ssm_d", s.InnerSize);
        }
        else
        {
            list.Plain("ssm_a", 1, steps);
            list.Plain("ssm_d", 1, steps);
            list.Plain("ssm_norm.weight", s.InnerSize / s.KeyHeads, s.KeyHeads);
        }

        if (Has(BlockWeights.StatePartNorms))
        {
            list.Plain("ssm_dt_norm.weight", s.ValueHeads);
            list.Plain("ssm_b_norm.weight", s.StateSize);
            list.Plain("ssm_c_norm.weight", s.StateSize);
        }
    }

    private void AddHeadNorms(FullAttention a)
    {
        if (Has(BlockWeights.HeadNorms))
        {
            list.AddQueryKeyNorms(a);
        }
        else if (Has(BlockWeights.WholeNorms))
        {
            list.Plain("attn_q_norm.weight", (long)a.Heads * a.KeyLength);
            list.Plain("attn_k_norm.weight", a.KeyWidth);
        }
        else if (HasCodeNorms)
        {
            foreach (string norm in (string[])["attn_q_norm", "attn_k_norm", "attn_norm_2"])
            {
                list.Norm(norm);
                list.Plain(norm + ".bias", list.Embedding);
            }
        }
        else if (Has(BlockWeights.SomeEachHeadNorms) && shown.QueryKeyNorm)
        {
            list.Plain("attn_q_norm.weight", a.KeyLength, a.Heads);
            list.Plain("attn_k_norm.weight", a.KeyLength, a.KeyValueHeads);
        }
    }

    private void AddGates(FullAttention a)
    {
        if (Has(BlockWeights.AttentionGate))
        {
            list.Matrix("attn_gate", list.Embedding, (long)a.Heads * a.KeyLength);
        }

        if (Has(BlockWeights.AttentionHeadGate))
        {
            list.Matrix("attn_gate", list.Embedding, shown.GatesElements ? (long)a.Heads * a.ValueLength : a.Heads);
        }

        if ((Has(BlockWeights.Sinks) && a is SlidingAttention) || Has(BlockWeights.SinksEverywhere))
        {
            list.Plain("attn_sinks.weight", a.Heads);
        }
    }

    private void AddFeedForward(FeedForward feedForward)
    {
        if (feedForward is ExpertFeedForward experts)
        {
            AddExperts(experts);
            if (Has(BlockWeights.SomeDenseBeside) && shown.DenseBesideExperts > 0)
            {
                list.AddDense(shown.DenseBesideExperts);
            }

            return;
        }

        long width = ((DenseFeedForward)feedForward).Width / (Has(BlockWeights.HalfWidth) ? 2 : 1);
        if (!Has(BlockWeights.NoGate) && !FusesGate)
        {
            list.Matrix("ffn_gate", list.Embedding, width);
        }

        list.Matrix("ffn_up", list.Embedding, FusesGate ? 2 * width : width);
        list.Matrix("ffn_down", width, list.Embedding);
        if (Has(BlockWeights.DownBias))
        {
            list.Plain("ffn_down.bias", list.Embedding);
        }

        if (Has(BlockWeights.FeedForwardBias))
        {
            if (!Has(BlockWeights.NoGate) && !FusesGate)
            {
                list.Plain("ffn_gate.bias", width);
            }

            list.Plain("ffn_up.bias", width);
            list.Plain("ffn_down.bias", list.Embedding);
        }
    }

    private void AddExperts(ExpertFeedForward experts)
    {
        list.AddExperts(experts, latent > 0 ? latent : list.Embedding);
        list.AddSharedExpert(experts);
        if (Has(BlockWeights.FusedSharedGate) && experts.SharedWidth > 0)
        {
            list.LeaveInLayer("ffn_gate_shexp.weight");
            list.LeaveInLayer("ffn_up_shexp.weight");
            list.Matrix("ffn_up_shexp", list.Embedding, 2L * experts.SharedWidth);
        }

        if (latent > 0)
        {
            list.Matrix("ffn_latent_down", list.Embedding, latent);
            list.Matrix("ffn_latent_up", latent, list.Embedding);
        }

        if (Has(BlockWeights.NoGate))
        {
            list.LeaveInLayer("ffn_gate_exps.weight");
            list.LeaveInLayer("ffn_gate_shexp.weight");
        }

        if (Has(BlockWeights.SharedGate))
        {
            list.Plain("ffn_gate_inp_shexp.weight", list.Embedding);
        }

        if (Has(BlockWeights.ExpertBias))
        {
            list.Plain(Has(BlockWeights.BareExpertBias) ? "exp_probs_b" : "exp_probs_b.bias", experts.Experts);
        }
    }
}
