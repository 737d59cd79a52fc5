using System.Collections.Frozen;

namespace LocalRig.Engines.LlamaCpp.Weights;

/// <summary>GGUF tensor names to roles (llama-arch.cpp, LLM_TENSOR_NAMES).</summary>
internal static class WeightRoleNames
{
    private static readonly FrozenDictionary<string, WeightRole> Names = new Dictionary<string, WeightRole>
    {
        ["token_embd.weight"] = WeightRole.TokenEmbedding,
        ["output_norm.weight"] = WeightRole.OutputNorm,
        ["output_norm.bias"] = WeightRole.OutputNormBias,
        ["output.weight"] = WeightRole.Output,
        ["output.bias"] = WeightRole.OutputBias,
        ["rope_freqs.weight"] = WeightRole.RopeFrequencies,
        ["rope_factors_long.weight"] = WeightRole.RopeFactorsLong,
        ["rope_factors_short.weight"] = WeightRole.RopeFactorsShort,
        ["attn_norm.weight"] = WeightRole.AttentionNorm,
        ["attn_norm.bias"] = WeightRole.AttentionNormBias,
        ["attn_q.weight"] = WeightRole.AttentionQ,
        ["attn_q.bias"] = WeightRole.AttentionQBias,
        ["attn_k.weight"] = WeightRole.AttentionK,
        ["attn_k.bias"] = WeightRole.AttentionKBias,
        ["attn_v.weight"] = WeightRole.AttentionV,
        ["attn_v.bias"] = WeightRole.AttentionVBias,
        ["attn_qkv.weight"] = WeightRole.AttentionQkv,
        ["attn_qkv.bias"] = WeightRole.AttentionQkvBias,
        ["attn_output.weight"] = WeightRole.AttentionOutput,
        ["attn_output.bias"] = WeightRole.AttentionOutputBias,
        ["attn_q_norm.bias"] = WeightRole.AttentionQNormBias,
        ["attn_k_norm.bias"] = WeightRole.AttentionKNormBias,
        ["attn_norm_2.weight"] = WeightRole.AttentionNorm2,
        ["attn_norm_2.bias"] = WeightRole.AttentionNorm2Bias,
        ["token_embd_norm.weight"] = WeightRole.TokenEmbeddingNorm,
        ["token_embd_norm.bias"] = WeightRole.TokenEmbeddingNormBias,
        ["position_embd.weight"] = WeightRole.PositionEmbedding,
        ["attn_q_norm.weight"] = WeightRole.AttentionQNorm,
        ["attn_k_norm.weight"] = WeightRole.AttentionKNorm,
        ["attn_sinks.weight"] = WeightRole.AttentionSinks,
        ["attn_gate.weight"] = WeightRole.AttentionGate,
        ["attn_q_a.weight"] = WeightRole.AttentionQA,
        ["attn_q_a_norm.weight"] = WeightRole.AttentionQANorm,
        ["attn_q_b.weight"] = WeightRole.AttentionQB,
        ["attn_kv_a_mqa.weight"] = WeightRole.AttentionKvAMqa,
        ["attn_kv_a_norm.weight"] = WeightRole.AttentionKvANorm,
        ["attn_kv_b.weight"] = WeightRole.AttentionKvB,
        ["attn_k_b.weight"] = WeightRole.AttentionKB,
        ["attn_v_b.weight"] = WeightRole.AttentionVB,
        ["indexer.k_norm.weight"] = WeightRole.IndexerKNorm,
        ["indexer.k_norm.bias"] = WeightRole.IndexerKNormBias,
        ["indexer.proj.weight"] = WeightRole.IndexerProjection,
        ["indexer.attn_k.weight"] = WeightRole.IndexerK,
        ["indexer.attn_q_b.weight"] = WeightRole.IndexerQB,
        ["post_attention_norm.weight"] = WeightRole.PostAttentionNorm,
        ["post_attention_norm"] = WeightRole.PostAttentionNorm,
        ["attn_output_norm.weight"] = WeightRole.PostAttentionNorm,
        ["ffn_norm.weight"] = WeightRole.FfnNorm,
        ["ffn_norm.bias"] = WeightRole.FfnNormBias,
        ["ffn_gate.weight"] = WeightRole.FfnGate,
        ["ffn_gate.bias"] = WeightRole.FfnGateBias,
        ["ffn_up.weight"] = WeightRole.FfnUp,
        ["ffn_up.bias"] = WeightRole.FfnUpBias,
        ["ffn_down.weight"] = WeightRole.FfnDown,
        ["ffn_down.bias"] = WeightRole.FfnDownBias,
        ["post_ffw_norm.weight"] = WeightRole.PostFfnNorm,
        ["post_ffw_norm"] = WeightRole.PostFfnNorm,
        ["layer_output_norm.weight"] = WeightRole.PostFfnNorm,
        ["ffn_gate_inp.weight"] = WeightRole.FfnGateInput,
        ["ffn_gate_inp.bias"] = WeightRole.FfnGateInputBias,
        ["ffn_gate_exps.weight"] = WeightRole.FfnGateExperts,
        ["ffn_gate_exps.bias"] = WeightRole.FfnGateExpertsBias,
        ["ffn_up_exps.weight"] = WeightRole.FfnUpExperts,
        ["ffn_up_exps.bias"] = WeightRole.FfnUpExpertsBias,
        ["ffn_down_exps.weight"] = WeightRole.FfnDownExperts,
        ["ffn_down_exps.bias"] = WeightRole.FfnDownExpertsBias,
        ["ffn_gate_up_exps.weight"] = WeightRole.FfnGateUpExperts,
        ["ffn_gate_up_exps.bias"] = WeightRole.FfnGateUpExpertsBias,
        ["exp_probs_b.bias"] = WeightRole.ExpertProbabilityBias,
        ["exp_probs_b"] = WeightRole.ExpertProbabilityBias,
        ["ffn_gate_inp_shexp.weight"] = WeightRole.FfnGateInputShared,
        ["ffn_gate_shexp.weight"] = WeightRole.FfnGateShared,
        ["ffn_up_shexp.weight"] = WeightRole.FfnUpShared,
        ["ffn_down_shexp.weight"] = WeightRole.FfnDownShared,
        ["ssm_conv1d.weight"] = WeightRole.SsmConv,
        ["ssm_dt.bias"] = WeightRole.SsmDtBias,
        ["ssm_a"] = WeightRole.SsmA,
        ["ssm_norm.weight"] = WeightRole.SsmNorm,
        ["ssm_out.weight"] = WeightRole.SsmOut,
        ["ssm_conv1d_q.weight"] = WeightRole.SsmConvQ,
        ["ssm_conv1d_k.weight"] = WeightRole.SsmConvK,
        ["ssm_conv1d_v.weight"] = WeightRole.SsmConvV,
        ["ssm_f_a.weight"] = WeightRole.SsmForgetA,
        ["ssm_f_b.weight"] = WeightRole.SsmForgetB,
        ["ssm_g_a.weight"] = WeightRole.SsmGateA,
        ["ssm_g_b.weight"] = WeightRole.SsmGateB,
        ["ssm_ba.weight"] = WeightRole.SsmBetaAlpha,
        ["ssm_beta.weight"] = WeightRole.SsmBeta,
        ["ssm_alpha.weight"] = WeightRole.SsmAlpha,
        ["ssm_in.weight"] = WeightRole.SsmIn,
        ["ssm_conv1d.bias"] = WeightRole.SsmConvBias,
        ["ssm_x.weight"] = WeightRole.SsmX,
        ["ssm_dt.weight"] = WeightRole.SsmDt,
        ["ssm_d"] = WeightRole.SsmD,
        ["ssm_dt_norm.weight"] = WeightRole.SsmDtNorm,
        ["ssm_b_norm.weight"] = WeightRole.SsmBNorm,
        ["ssm_c_norm.weight"] = WeightRole.SsmCNorm,
        ["shortconv.conv.weight"] = WeightRole.ShortConvolution,
        ["shortconv.in_proj.weight"] = WeightRole.ShortConvolutionIn,
        ["shortconv.out_proj.weight"] = WeightRole.ShortConvolutionOut,
        ["ffn_latent_down.weight"] = WeightRole.FfnLatentDown,
        ["ffn_latent_up.weight"] = WeightRole.FfnLatentUp,
        ["ffn_norm"] = WeightRole.FfnNorm,
        ["nextn.eh_proj.weight"] = WeightRole.MtpEhProjection,
        ["nextn.enorm.weight"] = WeightRole.MtpEmbeddingNorm,
        ["nextn.hnorm.weight"] = WeightRole.MtpHiddenNorm,
        ["nextn.embed_tokens.weight"] = WeightRole.MtpEmbedTokens,
        ["nextn.shared_head_head.weight"] = WeightRole.MtpSharedHeadHead,
        ["nextn.shared_head_norm.weight"] = WeightRole.MtpSharedHeadNorm,
        ["pre_ffw_norm_2.weight"] = WeightRole.FfnPreNorm2,
        ["post_ffw_norm_1.weight"] = WeightRole.FfnPostNorm1,
        ["post_ffw_norm_2.weight"] = WeightRole.FfnPostNorm2,
        ["ffn_gate_inp.scale"] = WeightRole.FfnGateInputScale,
        ["ffn_down_exps.scale"] = WeightRole.FfnDownExpertsScale,
        ["layer_output_scale.weight"] = WeightRole.LayerOutputScale,
        ["per_layer_token_embd.weight"] = WeightRole.PerLayerTokenEmbedding,
        ["per_layer_model_proj.weight"] = WeightRole.PerLayerModelProjection,
        ["per_layer_proj_norm.weight"] = WeightRole.PerLayerProjectionNorm,
        ["inp_gate.weight"] = WeightRole.PerLayerInputGate,
        ["proj.weight"] = WeightRole.PerLayerProjection,
        ["post_norm.weight"] = WeightRole.PerLayerPostNorm,
        ["altup_proj.weight"] = WeightRole.AltupProjection,
        ["altup_unembd_proj.weight"] = WeightRole.AltupUnembedProjection,
        ["altup_correct_coef.weight"] = WeightRole.AltupCorrectCoefficients,
        ["altup_correct_scale.weight"] = WeightRole.AltupCorrectScale,
        ["altup_predict_coef.weight"] = WeightRole.AltupPredictCoefficients,
        ["altup_router.weight"] = WeightRole.AltupRouter,
        ["altup_router_norm.weight"] = WeightRole.AltupRouterNorm,
        ["laurel_l.weight"] = WeightRole.LaurelLeft,
        ["laurel_r.weight"] = WeightRole.LaurelRight,
        ["laurel_post_norm.weight"] = WeightRole.LaurelPostNorm,
        ["token_types.weight"] = WeightRole.TokenTypes,
        ["attn_output_norm.bias"] = WeightRole.PostAttentionNormBias,
        ["layer_output_norm.bias"] = WeightRole.PostFfnNormBias,
        ["enc.output_norm.weight"] = WeightRole.EncoderOutputNorm,
        ["cls.weight"] = WeightRole.Classifier,
        ["cls.bias"] = WeightRole.ClassifierBias,
        ["cls.norm.weight"] = WeightRole.ClassifierNorm,
        ["cls.output.weight"] = WeightRole.ClassifierOutput,
        ["cls.output.bias"] = WeightRole.ClassifierOutputBias,
        ["dense_2.weight"] = WeightRole.DenseAfterPooling2,
        ["dense_3.weight"] = WeightRole.DenseAfterPooling3,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, WeightRole>.AlternateLookup<ReadOnlySpan<char>> BySpan =
        Names.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The role and layer of a tensor; layer -1 for tensors outside layers.</summary>
    public static (WeightRole Role, int Layer) Parse(string name)
    {
        const string Block = "blk.";
        ReadOnlySpan<char> rest = name;
        int layer = -1;
        if (rest.StartsWith(Block, StringComparison.Ordinal))
        {
            rest = rest[Block.Length..];
            int dot = rest.IndexOf('.');
            if (dot <= 0 || !int.TryParse(rest[..dot], out layer))
            {
                return (WeightRole.Other, -1);
            }

            rest = rest[(dot + 1)..];
        }

        return (BySpan.TryGetValue(rest, out WeightRole role) ? role : WeightRole.Other, layer);
    }
}
