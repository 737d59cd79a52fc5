using LocalRig.Models;
using LocalRig.Runtimes;

namespace LocalRig.Serving;

/// <summary>What one layer keeps of a sequence on one device.</summary>
internal abstract record LayerCache
{
    /// <summary>The cache of a layer, or null where it reads an earlier layer's.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="parallelism">How the model is spread.</param>
    /// <param name="elementBytes">Bytes of a cached key or value element.</param>
    /// <param name="draft">Tokens drafted at a time.</param>
    public static LayerCache? Of(Layer layer, Parallelism parallelism, int elementBytes, int draft = 0) =>
        layer.SharesEarlierCache || layer.KeepsNothing ? null
        : layer.Attention switch
        {
            SlidingAttention s => new WindowCache(Bytes(s, parallelism, elementBytes), s.Window),
            FullAttention f => new TokenCache(Bytes(f, parallelism, elementBytes)),

            // One latent for all heads: nothing to split, every device has all of it.
            LatentAttention l => new TokenCache((long)(l.LatentRank + l.RopeLength) * elementBytes),
            NoAttention => null,
            RecurrentAttention r => StateCache.Of(r, parallelism, draft),
            _ => throw new ServingException("LocalRig doesn't know what a layer of this model keeps."),
        };

    private static long Bytes(FullAttention attention, Parallelism parallelism, int elementBytes) =>
        (long)parallelism.KeyValueHeads(attention) * (attention.KeyLength + attention.ValueLength) * elementBytes;
}

/// <summary>Keys and values of every token.</summary>
/// <param name="BytesPerToken">Bytes of one token.</param>
internal sealed record TokenCache(long BytesPerToken) : LayerCache;

/// <summary>Keys and values of the last tokens only.</summary>
/// <param name="BytesPerToken">Bytes of one token.</param>
/// <param name="Window">Tokens looked back on.</param>
internal sealed record WindowCache(long BytesPerToken, int Window) : LayerCache;

/// <summary>A state of one size, however long the sequence.</summary>
/// <param name="Bytes">Bytes of one state.</param>
internal sealed record StateCache(long Bytes) : LayerCache
{
    private const int ConvolutionBytes = 2; // mamba_cache_dtype: the model's own, 16 bits
    private const int RecurrentBytes = 4; // mamba_ssm_dtype in Qwen3-Next's and Qwen3.5's config.json: float32

    /// <summary>The state of a layer; the convolution's history is longer by the tokens drafted at a time, which may be taken back.</summary>
    public static StateCache Of(RecurrentAttention recurrent, Parallelism parallelism, int draft) =>
        new((((long)recurrent.ConvolutionStateElements + (long)draft * recurrent.ConvolutionChannels) * ConvolutionBytes + (long)recurrent.RecurrentStateElements * RecurrentBytes) / parallelism.Tensor);
}
