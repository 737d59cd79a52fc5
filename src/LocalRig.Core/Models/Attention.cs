namespace LocalRig.Models;

/// <summary>How a layer looks back at earlier tokens.</summary>
public abstract record Attention;

/// <summary>Attention over the whole context with grouped key/value heads.</summary>
/// <param name="Heads">Query heads.</param>
/// <param name="KeyValueHeads">Key/value heads.</param>
/// <param name="KeyLength">Elements of one key head.</param>
/// <param name="ValueLength">Elements of one value head.</param>
public record FullAttention(int Heads, int KeyValueHeads, int KeyLength, int ValueLength) : Attention
{
    /// <summary>Key elements cached per token (llama.cpp's n_embd_k_gqa).</summary>
    public int KeyWidth => KeyValueHeads * KeyLength;

    /// <summary>Value elements cached per token (llama.cpp's n_embd_v_gqa).</summary>
    public int ValueWidth => KeyValueHeads * ValueLength;
}

/// <summary>Attention over the last <paramref name="Window"/> tokens only.</summary>
/// <param name="Heads">Query heads.</param>
/// <param name="KeyValueHeads">Key/value heads.</param>
/// <param name="KeyLength">Elements of one key head.</param>
/// <param name="ValueLength">Elements of one value head.</param>
/// <param name="Window">Tokens the layer can see.</param>
public sealed record SlidingAttention(int Heads, int KeyValueHeads, int KeyLength, int ValueLength, int Window)
    : FullAttention(Heads, KeyValueHeads, KeyLength, ValueLength);

/// <summary>Multi-head latent attention (DeepSeek's MLA): one compressed latent per token in place of keys and values.</summary>
/// <param name="Heads">Query heads.</param>
/// <param name="QueryRank">Low-rank query width, 0 for a full-rank query.</param>
/// <param name="LatentRank">Width of the cached latent (kv_lora_rank).</param>
/// <param name="NopeLength">Query/key elements per head without rotary embedding.</param>
/// <param name="RopeLength">Query/key elements with rotary embedding, cached beside the latent.</param>
/// <param name="ValueLength">Value elements per head.</param>
public record LatentAttention(int Heads, int QueryRank, int LatentRank, int NopeLength, int RopeLength, int ValueLength)
    : Attention;

/// <summary>Latent attention over the tokens an indexer picks (DeepSeek-V3.2, GLM-5).</summary>
/// <param name="Heads">Query heads.</param>
/// <param name="QueryRank">Low-rank query width.</param>
/// <param name="LatentRank">Width of the cached latent.</param>
/// <param name="NopeLength">Query/key elements per head without rotary embedding.</param>
/// <param name="RopeLength">Query/key elements with rotary embedding.</param>
/// <param name="ValueLength">Value elements per head.</param>
/// <param name="Indexer">The layer's own indexer; null where it takes the tokens that an earlier layer's picked (GLM-5.2).</param>
public sealed record SparseLatentAttention(
    int Heads, int QueryRank, int LatentRank, int NopeLength, int RopeLength, int ValueLength, TokenIndexer? Indexer
) : LatentAttention(Heads, QueryRank, LatentRank, NopeLength, RopeLength, ValueLength);

/// <summary>A small attention of its own that scores every cached token, so that only the best are looked at (the lightning indexer).</summary>
/// <param name="Heads">Its query heads (attention.indexer.head_count).</param>
/// <param name="KeyLength">Elements of its one key, cached per token (attention.indexer.key_length).</param>
/// <param name="Picked">Tokens it picks (attention.indexer.top_k).</param>
public sealed record TokenIndexer(int Heads, int KeyLength, int Picked);

/// <summary>Attention over blocks of tokens that an indexer picks, by key/value head (MiniMax-M3).</summary>
/// <param name="Heads">Query heads.</param>
/// <param name="KeyValueHeads">Key/value heads; the indexer has as many query heads.</param>
/// <param name="KeyLength">Elements of one key head.</param>
/// <param name="ValueLength">Elements of one value head.</param>
/// <param name="Indexer">What picks the blocks.</param>
public sealed record BlockAttention(int Heads, int KeyValueHeads, int KeyLength, int ValueLength, BlockIndexer Indexer)
    : FullAttention(Heads, KeyValueHeads, KeyLength, ValueLength);

/// <summary>A small attention of its own that scores blocks of tokens by their best one.</summary>
/// <param name="KeyLength">Elements of its one key, cached per token (attention.indexer.key_length).</param>
/// <param name="Picked">Blocks it picks (attention.indexer.top_k).</param>
/// <param name="BlockLength">Tokens of a block (attention.indexer.block_size).</param>
public sealed record BlockIndexer(int KeyLength, int Picked, int BlockLength);

/// <summary>No looking back at all: a layer that is only a feed-forward (Nemotron-H).</summary>
public sealed record NoAttention : Attention;

/// <summary>Gated delta-net linear attention (Qwen3-Next, Qwen3.5), a state space (Mamba) or a short convolution (LFM2): a state of fixed size
/// instead of a cache.</summary>
/// <param name="ConvolutionKernel">Taps of the short convolution (ssm.conv_kernel).</param>
/// <param name="StateSize">Elements per key head (ssm.state_size).</param>
/// <param name="KeyHeads">Key heads (ssm.group_count).</param>
/// <param name="ValueHeads">Value heads (ssm.time_step_rank).</param>
/// <param name="InnerSize">Value elements of all heads (ssm.inner_size).</param>
public sealed record RecurrentAttention(int ConvolutionKernel, int StateSize, int KeyHeads, int ValueHeads, int InnerSize)
    : Attention
{
    /// <summary>Channels that go through the short convolution: values and two key-wide parts.</summary>
    public int ConvolutionChannels => InnerSize + 2 * KeyHeads * StateSize;

    /// <summary>Elements of convolution history per sequence (llama.cpp's n_embd_r).</summary>
    public int ConvolutionStateElements => (ConvolutionKernel - 1) * ConvolutionChannels;

    /// <summary>Elements of recurrent state per sequence (llama.cpp's n_embd_s).</summary>
    public int RecurrentStateElements => StateSize * InnerSize;
}
