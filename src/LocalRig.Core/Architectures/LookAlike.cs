using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>A model of an architecture nobody listed, taken for a llama by its keys and tensors: enough to bound its scratch, never exact.</summary>
internal static class LookAlike
{
    /// <summary>Endings of tensors that Llama's block with other norms, biases, gates or experts has; any other means another kind of block.</summary>
    private static readonly HashSet<string> Endings =
    [
        "attn_norm", "attn_norm_2", "attn_q", "attn_k", "attn_v", "attn_qkv", "attn_output", "attn_q_norm", "attn_k_norm", "attn_gate", "attn_sinks", "post_attention_norm",
        "ffn_norm", "ffn_gate", "ffn_up", "ffn_down", "post_ffw_norm", "ffn_gate_inp", "ffn_gate_exps", "ffn_up_exps", "ffn_down_exps", "ffn_gate_up_exps", "exp_probs_b",
        "ffn_gate_inp_shexp", "ffn_gate_shexp", "ffn_up_shexp", "ffn_down_shexp",
    ];

    /// <summary>The shape such a model would have as a llama; null where header or tensors show something else.</summary>
    public static Architecture? Of(Metadata metadata, TensorLayout tensors)
    {
        if (FamilyTable.Find(metadata.Architecture) is not null || !IsLlamaLike(tensors))
        {
            return null;
        }

        Hyperparameters h = new(metadata);
        if (h.Problems.Count > 0)
        {
            return null;
        }

        Architecture guess = new TraitFamily(Traits(metadata)).Read(h);
        return h.Problems.Count > 0 ? null : guess with { IsGuess = true, MtpLayers = [] };
    }

    /// <summary>What the header shows of the block: its norms; the rest as most families have it.</summary>
    public static BlockTraits Traits(Metadata metadata) =>
        new()
        {
            Name = metadata.Architecture,
            CentersNorms = !metadata.Has($"{metadata.Architecture}.attention.layer_norm_rms_epsilon") && metadata.Has($"{metadata.Architecture}.attention.layer_norm_epsilon"),
            Factors = RotaryFactors.All,
            ExpertWidth = ExpertWidth.FeedForward,
        };

    private static bool IsLlamaLike(TensorLayout tensors)
    {
        bool looksBack = false;
        bool feedsForward = false;
        foreach (string name in tensors.Tensors.Select(static t => t.Name))
        {
            if (WeightList.LayerOf(name) < 0)
            {
                continue;
            }

            string ending = name[(name.IndexOf('.', "blk.".Length) + 1)..];
            ending = ending.LastIndexOf('.') is var dot and > 0 ? ending[..dot] : ending;
            if (!Endings.Contains(ending))
            {
                return false;
            }

            looksBack |= ending is "attn_k" or "attn_qkv";
            feedsForward |= ending is "ffn_up" or "ffn_up_exps" or "ffn_gate_up_exps";
        }

        return looksBack && feedsForward;
    }
}
