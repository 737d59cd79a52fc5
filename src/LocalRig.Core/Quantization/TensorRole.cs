namespace LocalRig.Quantization;

/// <summary>What a weight does, as far as recipes tell apart (llama-quant.cpp, tensor_get_category).</summary>
public enum TensorRole
{
    /// <summary>Anything a recipe has no special rule for.</summary>
    Other,

    /// <summary>The token embedding.</summary>
    TokenEmbedding,

    /// <summary>The output head.</summary>
    Output,

    /// <summary>Query projection.</summary>
    AttentionQuery,

    /// <summary>Key projection.</summary>
    AttentionKey,

    /// <summary>Value projection, or the fused query-key-value and latent key-value ones, which recipes treat alike.</summary>
    AttentionValue,

    /// <summary>Attention output projection.</summary>
    AttentionOutput,

    /// <summary>Feed-forward up projection, experts' and shared ones included.</summary>
    FeedForwardUp,

    /// <summary>Feed-forward gate projection, experts' and shared ones included.</summary>
    FeedForwardGate,

    /// <summary>Feed-forward down projection, experts' and shared ones included.</summary>
    FeedForwardDown,
}

/// <summary>Roles from names.</summary>
public static class TensorRoles
{
    // parts of names in the order llama-quant.cpp looks for them
    private static readonly (string Part, TensorRole Role)[] Parts =
    [
        ("attn_qkv.weight", TensorRole.AttentionValue),
        ("attn_kv_b.weight", TensorRole.AttentionValue),
        ("attn_v.weight", TensorRole.AttentionValue),
        ("attn_k.weight", TensorRole.AttentionKey),
        ("attn_q.weight", TensorRole.AttentionQuery),
        ("attn_output.weight", TensorRole.AttentionOutput),
        ("ffn_up", TensorRole.FeedForwardUp),
        ("ffn_gate", TensorRole.FeedForwardGate),
        ("ffn_down", TensorRole.FeedForwardDown),
    ];

    // what llama-quantize leaves alone, among the families LocalRig knows (llama-quant.cpp, tensor_allows_quantization)
    private static readonly string[] Untouched =
    [
        "_norm.weight",
        "ffn_gate_inp.weight",
        "ffn_gate_tid2eid.weight",
        "altup",
        "laurel",
        "per_layer_model_proj",
        "ssm_conv1d",
        "shortconv.conv.weight",
        "indexer.k_proj.weight",
        "indexer.q_proj.weight",
    ];

    /// <summary>The role a tensor's GGUF name tells.</summary>
    public static TensorRole Of(string name)
    {
        if (name == "output.weight")
        {
            return TensorRole.Output;
        }

        if (name is "token_embd.weight" or "per_layer_token_embd.weight")
        {
            return TensorRole.TokenEmbedding;
        }

        foreach ((string part, TensorRole role) in Parts)
        {
            if (name.Contains(part, StringComparison.Ordinal))
            {
                return role;
            }
        }

        return TensorRole.Other;
    }

    /// <summary>Whether llama-quantize may change the tensor's type: matrices named <c>…weight</c> but for a few small ones.</summary>
    /// <param name="name">The GGUF name.</param>
    /// <param name="dimensions">Dimensions in use.</param>
    public static bool MayBeQuantized(string name, int dimensions) =>
        dimensions >= 2
        && name.EndsWith("weight", StringComparison.Ordinal)
        && !Array.Exists(Untouched, part => name.Contains(part, StringComparison.Ordinal));
}
