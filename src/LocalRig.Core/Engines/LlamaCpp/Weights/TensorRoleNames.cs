using System.Collections.Frozen;

namespace LocalRig.Engines.LlamaCpp.Weights;

/// <summary>GGUF tensor names to roles (llama-arch.cpp, LLM_TENSOR_NAMES).</summary>
internal static class TensorRoleNames
{
    private static readonly FrozenDictionary<string, TensorRole> Names = new Dictionary<string, TensorRole>
    {
        ["token_embd.weight"] = TensorRole.TokenEmbedding,
        ["output_norm.weight"] = TensorRole.OutputNorm,
        ["output_norm.bias"] = TensorRole.OutputNormBias,
        ["output.weight"] = TensorRole.Output,
        ["output.bias"] = TensorRole.OutputBias,
        ["rope_freqs.weight"] = TensorRole.RopeFrequencies,
        ["rope_factors_long.weight"] = TensorRole.RopeFactorsLong,
        ["rope_factors_short.weight"] = TensorRole.RopeFactorsShort,
        ["attn_norm.weight"] = TensorRole.AttentionNorm,
        ["attn_norm.bias"] = TensorRole.AttentionNormBias,
        ["attn_q.weight"] = TensorRole.AttentionQ,
        ["attn_q.bias"] = TensorRole.AttentionQBias,
        ["attn_k.weight"] = TensorRole.AttentionK,
        ["attn_k.bias"] = TensorRole.AttentionKBias,
        ["attn_v.weight"] = TensorRole.AttentionV,
        ["attn_v.bias"] = TensorRole.AttentionVBias,
        ["attn_qkv.weight"] = TensorRole.AttentionQkv,
        ["attn_qkv.bias"] = TensorRole.AttentionQkvBias,
        ["attn_output.weight"] = TensorRole.AttentionOutput,
        ["attn_output.bias"] = TensorRole.AttentionOutputBias,
        ["attn_q_norm.weight"] = TensorRole.AttentionQNorm,
        ["attn_k_norm.weight"] = TensorRole.AttentionKNorm,
        ["attn_sinks.weight"] = TensorRole.AttentionSinks,
        ["attn_gate.weight"] = TensorRole.AttentionGate,
        ["attn_q_a.weight"] = TensorRole.AttentionQA,
        ["attn_q_a_norm.weight"] = TensorRole.AttentionQANorm,
        ["attn_q_b.weight"] = TensorRole.AttentionQB,
        ["attn_kv_a_mqa.weight"] = TensorRole.AttentionKvAMqa,
        ["attn_kv_a_norm.weight"] = TensorRole.AttentionKvANorm,
        ["attn_kv_b.weight"] = TensorRole.AttentionKvB,
        ["attn_k_b.weight"] = TensorRole.AttentionKB,
        ["attn_v_b.weight"] = TensorRole.AttentionVB,
        ["post_attention_norm.weight"] = TensorRole.PostAttentionNorm,
        ["ffn_norm.weight"] = TensorRole.FfnNorm,
        ["ffn_norm.bias"] = TensorRole.FfnNormBias,
        ["ffn_gate.weight"] = TensorRole.FfnGate,
        ["ffn_gate.bias"] = TensorRole.FfnGateBias,
        ["ffn_up.weight"] = TensorRole.FfnUp,
        ["ffn_up.bias"] = TensorRole.FfnUpBias,
        ["ffn_down.weight"] = TensorRole.FfnDown,
        ["ffn_down.bias"] = TensorRole.FfnDownBias,
        ["post_ffw_norm.weight"] = TensorRole.PostFfnNorm,
        ["ffn_gate_inp.weight"] = TensorRole.FfnGateInput,
        ["ffn_gate_inp.bias"] = TensorRole.FfnGateInputBias,
        ["ffn_gate_exps.weight"] = TensorRole.FfnGateExperts,
        ["ffn_gate_exps.bias"] = TensorRole.FfnGateExpertsBias,
        ["ffn_up_exps.weight"] = TensorRole.FfnUpExperts,
        ["ffn_up_exps.bias"] = TensorRole.FfnUpExpertsBias,
        ["ffn_down_exps.weight"] = TensorRole.FfnDownExperts,
        ["ffn_down_exps.bias"] = TensorRole.FfnDownExpertsBias,
        ["ffn_gate_up_exps.weight"] = TensorRole.FfnGateUpExperts,
        ["ffn_gate_up_exps.bias"] = TensorRole.FfnGateUpExpertsBias,
        ["exp_probs_b.bias"] = TensorRole.ExpertProbabilityBias,
        ["ffn_gate_inp_shexp.weight"] = TensorRole.FfnGateInputShared,
        ["ffn_gate_shexp.weight"] = TensorRole.FfnGateShared,
        ["ffn_up_shexp.weight"] = TensorRole.FfnUpShared,
        ["ffn_down_shexp.weight"] = TensorRole.FfnDownShared,
        ["ssm_conv1d.weight"] = TensorRole.SsmConv,
        ["ssm_dt.bias"] = TensorRole.SsmDtBias,
        ["ssm_a"] = TensorRole.SsmA,
        ["ssm_norm.weight"] = TensorRole.SsmNorm,
        ["ssm_out.weight"] = TensorRole.SsmOut,
        ["ssm_ba.weight"] = TensorRole.SsmBetaAlpha,
        ["ssm_beta.weight"] = TensorRole.SsmBeta,
        ["ssm_alpha.weight"] = TensorRole.SsmAlpha,
        ["ssm_in.weight"] = TensorRole.SsmIn,
        ["nextn.eh_proj.weight"] = TensorRole.MtpEhProjection,
        ["nextn.enorm.weight"] = TensorRole.MtpEmbeddingNorm,
        ["nextn.hnorm.weight"] = TensorRole.MtpHiddenNorm,
        ["nextn.embed_tokens.weight"] = TensorRole.MtpEmbedTokens,
        ["nextn.shared_head_head.weight"] = TensorRole.MtpSharedHeadHead,
        ["nextn.shared_head_norm.weight"] = TensorRole.MtpSharedHeadNorm,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, TensorRole>.AlternateLookup<ReadOnlySpan<char>> BySpan =
        Names.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The role and layer of a tensor; layer -1 for tensors outside layers.</summary>
    public static (TensorRole Role, int Layer) Parse(string name)
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
                return (TensorRole.Other, -1);
            }

            rest = rest[(dot + 1)..];
        }

        return (BySpan.TryGetValue(rest, out TensorRole role) ? role : TensorRole.Other, layer);
    }
}
