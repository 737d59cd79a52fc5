namespace LocalRig.Architectures;

/// <summary>Weights a complete file of a family has beside or instead of Llama's.</summary>
[Flags]
internal enum BlockWeights : long
{
    None = 0,
    NormBias = 1,
    QkvBias = 1 << 1,
    AttentionOutputBias = 1 << 2,
    FeedForwardBias = 1 << 3,

    /// <summary>Norms of single heads.</summary>
    HeadNorms = 1 << 4,

    /// <summary>Norms of all heads at once.</summary>
    WholeNorms = 1 << 5,

    /// <summary>No gate in the feed-forward.</summary>
    NoGate = 1 << 7,

    /// <summary>Gate and up in one matrix.</summary>
    FusedGate = 1 << 8,

    NoAttentionNorm = 1 << 9,
    NoFfnNorm = 1 << 10,
    PostAttentionNorm = 1 << 11,
    PostFfnNorm = 1 << 12,
    FusedQkv = 1 << 13,
    FusedQkvBias = 1 << 14,
    OutputBias = 1 << 15,

    /// <summary>No output matrix: the token embedding serves.</summary>
    AlwaysTied = 1 << 16,

    ExpertBias = 1 << 17,

    /// <summary>The shared expert has a gate of its own (qwen2moe.cpp).</summary>
    SharedGate = 1 << 18,

    PositionEmbedding = 1 << 19,
    EmbeddingNorm = 1 << 20,

    /// <summary>A gate on what attention gives, as wide as that (afmoe.cpp).</summary>
    AttentionGate = 1 << 21,

    /// <summary>A gate on what attention gives, one number per head (step35.cpp).</summary>
    AttentionHeadGate = 1 << 22,

    Sinks = 1 << 23,

    /// <summary>A second norm of the input, which attention reads (falcon.cpp).</summary>
    SecondAttentionNorm = 1 << 24,

    /// <summary>No norm after the last layer (olmo.cpp, whose norms have no weights).</summary>
    NoOutputNorm = 1 << 25,

    /// <summary>The norm before the feed-forward is stored without an ending (falcon-h1.cpp).</summary>
    BareFfnNormName = 1 << 27,

    /// <summary>The norm after the last layer is stored as that after the embedding (lfm2.cpp).</summary>
    OutputNormAsEmbedding = 1 << 28,

    /// <summary>Mamba's first form: time steps from a product of low rank.</summary>
    LowRankTimeSteps = 1 << 29,

    /// <summary>Norms of the state space's parts (jamba.cpp).</summary>
    StatePartNorms = 1 << 30,

    /// <summary>Biases of queries, keys and values in some members (stablelm.cpp).</summary>
    SomeQkvBias = 1L << 31,

    /// <summary>Norms of single heads, a weight for each, in some members (stablelm.cpp) or from so many layers on.</summary>
    SomeEachHeadNorms = 1L << 32,

    /// <summary>No norm before the feed-forward in some members: it reads what attention read (stablelm.cpp).</summary>
    SomeShareNorm = 1L << 33,

    /// <summary>Dense networks of half the width the header names (qwen.cpp).</summary>
    HalfWidth = 1 << 26,

    /// <summary>The norm after attention is stored as attn_output_norm (dbrx.cpp, which reads it before the feed-forward; grok.cpp).</summary>
    AttentionOutputNorm = 1L << 34,

    /// <summary>The norm after the feed-forward is stored as layer_output_norm (grok.cpp).</summary>
    LayerOutputNorm = 1L << 35,

    /// <summary>Norms after attention and feed-forward are stored without an ending (plamo3.cpp).</summary>
    BarePostNorms = 1L << 36,

    /// <summary>Sinks in every layer, not only in those with a window (granite-swa.cpp).</summary>
    SinksEverywhere = 1L << 37,

    /// <summary>The shared expert's gate and up are one matrix (granite-swa.cpp).</summary>
    FusedSharedGate = 1L << 38,

    /// <summary>The router's correction bias is stored without an ending (hy-v3.cpp).</summary>
    BareExpertBias = 1L << 39,

    /// <summary>A dense network beside the experts in some members (grok.cpp: Grok 2).</summary>
    SomeDenseBeside = 1L << 47,

    /// <summary>No output matrix, and no copy of the token embedding for one (bert.cpp).</summary>
    NoOutput = 1L << 40,

    /// <summary>A bias in the feed-forward's last matrix only (jina-bert-v2.cpp).</summary>
    DownBias = 1L << 45,

    /// <summary>Norms of whole queries and keys, a second norm after attention, gate and up in one matrix in some members
    /// (jina-bert-v2.cpp: jina-embeddings-v2-base-code).</summary>
    SomeCodeNorms = 1L << 46,

    /// <summary>Embeddings of token types.</summary>
    TokenTypes = 1L << 41,

    /// <summary>Norms of what comes out of adding, after attention and after the feed-forward.</summary>
    NormsAfterAdding = 1L << 42,

    /// <summary>The first layer has no norm before attention (modern-bert.cpp).</summary>
    FirstLayerUnnormed = 1L << 43,

    /// <summary>The norm after the last layer is stored as an encoder's (neo-bert.cpp).</summary>
    EncoderOutputNorm = 1L << 44,
}
