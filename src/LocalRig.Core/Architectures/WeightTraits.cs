using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>Facts about a family member's weights that GGUF metadata doesn't hold because the tensors themselves show them.</summary>
public sealed record WeightTraits
{
    /// <summary>Whether the output shares the token embedding (tie_word_embeddings): no tensor of its own.</summary>
    public bool TiedEmbeddings { get; init; }

    /// <summary>Whether the file carries rotary frequency factors (Llama 3's rope scaling).</summary>
    public bool RotaryFactors { get; init; }

    /// <summary>Whether a long-context file carries long and short rotary factors (Phi's longrope).</summary>
    public bool LongRotaryFactors { get; init; }

    /// <summary>Whether queries and keys are normalized where the family leaves it open (use_qk_norm).</summary>
    public bool QueryKeyNorm { get; init; }

    /// <summary>Whether queries, keys and values have biases where the family leaves it open (use_qkv_bias; attention_bias of Llama).</summary>
    public bool QkvBias { get; init; }

    /// <summary>Whether attention's output has a bias where the family leaves it open (attention_bias of Llama).</summary>
    public bool AttentionOutputBias { get; init; }

    /// <summary>Whether feed-forward networks have biases where the family leaves it open (mlp_bias of Llama).</summary>
    public bool FeedForwardBias { get; init; }

    /// <summary>Whether the feed-forward has no norm of its own where the family leaves it open: it reads what attention read (use_parallel_residual of StableLM).</summary>
    public bool SharesNorm { get; init; }

    /// <summary>Whether the router has a correction bias where the family leaves it open (DeepSeek-V3).</summary>
    public bool ExpertBias { get; init; }

    /// <summary>Whether the gate on what attention gives has a number for each element where the family leaves it open, not one per head (Laguna-M.1).</summary>
    public bool GatesElements { get; init; }

    /// <summary>Hidden elements of the dense network beside the experts where the family leaves it open (Grok 2); 0 for none.</summary>
    public long DenseBesideExperts { get; init; }

    /// <summary>Whether full-attention layers use their keys as values (Gemma 4's attention_k_eq_v).</summary>
    public bool KeysAreValues { get; init; }

    /// <summary>What a file's tensors show.</summary>
    /// <param name="tensors">The file's tensors.</param>
    public static WeightTraits Of(TensorLayout tensors)
    {
        bool output = false, factors = false, longFactors = false, normalized = false, biased = false, queryBias = false, normed = false;
        foreach (string name in tensors.Tensors.Select(t => t.Name))
        {
            output |= name == "output.weight";
            factors |= name == "rope_freqs.weight";
            longFactors |= name == "rope_factors_long.weight";
            normalized |= name.EndsWith(".attn_q_norm.weight", StringComparison.Ordinal);
            biased |= name.EndsWith(".exp_probs_b.bias", StringComparison.Ordinal);
            queryBias |= name.EndsWith(".attn_q.bias", StringComparison.Ordinal);
            normed |= name.EndsWith(".ffn_norm.weight", StringComparison.Ordinal);
        }

        // the first layer that has both shows how wide its gate is
        TensorInfo? gate = tensors.Find("blk.0.attn_gate.weight");
        return new WeightTraits
        {
            GatesElements = gate is not null && gate.Shape.Ne1 == tensors.Find("blk.0.attn_output.weight")?.Shape.Ne0,
            DenseBesideExperts = tensors.Find("blk.0.ffn_gate_exps.weight") is null ? 0 : tensors.Find("blk.0.ffn_up.weight")?.Shape.Ne1 ?? 0,
            TiedEmbeddings = !output,
            RotaryFactors = factors,
            LongRotaryFactors = longFactors,
            QueryKeyNorm = normalized,
            QkvBias = queryBias,
            SharesNorm = !normed,
            ExpertBias = biased,
        };
    }
}
