using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>How a family's block differs from Llama's: what neither keys nor tensors of a file show. What they do show (which norms there are,
/// biases, fused matrices, experts and shared experts, scales) is read from them.</summary>
internal sealed record BlockTraits
{
    /// <summary>llama.cpp's architecture name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether attention and feed-forward follow one another or both read the same norm.</summary>
    public BlockOrder Order { get; init; }

    /// <summary>Whether norms subtract the mean (LLM_NORM) rather than scale only (LLM_NORM_RMS).</summary>
    public bool CentersNorms { get; init; }

    /// <summary>Whether norms scale only after all where the header names an epsilon for that (cohere2moe.cpp: f_norm_rms_eps).</summary>
    public bool CentersUnlessRms { get; init; }

    /// <summary>Whether norms of single heads subtract the mean; as <see cref="CentersNorms"/> where it isn't said.</summary>
    public bool? CentersHeadNorms { get; init; }

    /// <summary>Whether norms have no weights (OLMo), so that their absence doesn't mean there is no norm.</summary>
    public bool HasBareNorms { get; init; }

    /// <summary>Which layers turn queries and keys by position.</summary>
    public RotaryRule Rotary { get; init; }

    /// <summary>Which members' attention leans by position, each head with a slope of its own (ALiBi).</summary>
    public SlopeRule Slopes { get; init; }

    /// <summary>Whether the file's rotary factors are used (get_rope_factors).</summary>
    public RotaryFactors Factors { get; init; }

    /// <summary>Whether heads are turned before they are normed (Hunyuan).</summary>
    public bool RotatesBeforeNorm { get; init; }

    /// <summary>Whether queries are multiplied by the attention's scale before the kernel.</summary>
    public bool ScalesQueries { get; init; }

    /// <summary>Whether token embeddings are multiplied by the root of their width.</summary>
    public bool ScalesEmbeddings { get; init; }

    /// <summary>What is scaled also where the header names no scale (MiniCPM, Grok).</summary>
    public DefaultScales DefaultScales { get; init; }

    /// <summary>Whether they are multiplied by a factor per token instead, so that ready vectors are left as they are (gemma-embedding.cpp).</summary>
    public bool ScalesEmbeddingsByToken { get; init; }


    /// <summary>Whether logits are capped (tanh) also where the header names no cap.</summary>
    public bool CapsLogits { get; init; }

    /// <summary>Whether attention scores are capped where attention is not one kernel.</summary>
    public bool CapsAttention { get; init; }

    /// <summary>Whether router scores are capped (tanh) before they become weights (Grok).</summary>
    public bool CapsRouter { get; init; }

    /// <summary>Whether the router reads what enters the layer, not what the experts read (SmallThinker).</summary>
    public bool RoutesByInput { get; init; }

    /// <summary>Whether what routed experts say and what every token's network says is averaged, not added (Command A+, Grok 2).</summary>
    public bool AveragesExperts { get; init; }

    /// <summary>Whether the gate on what attention gives is a soft-plus, not a sigmoid (Laguna).</summary>
    public bool GatesBySoftplus { get; init; }

    /// <summary>The activation of feed-forward networks.</summary>
    public Activation Activation { get; init; }

    /// <summary>Which layers see a window only.</summary>
    public WindowRule Window { get; init; } = WindowRule.None;

    /// <summary>Whether the norm after the feed-forward belongs to its layer; most families name it without one, so it is never pinned.</summary>
    public bool PinsLastNorm { get; init; }

    /// <summary>Where the last layer picks the rows whose logits are wanted.</summary>
    public RowPicking Picking { get; init; }

    /// <summary>Whether the residual is the first operand of the last sum (Phi).</summary>
    public bool AddsToResidual { get; init; }

    /// <summary>Whether the input is the first operand of the sum after attention (LFM2, Jamba).</summary>
    public bool AddsAttentionToInput { get; init; }

    /// <summary>Whether the norm after the last layer is stored under the name of the one after the embedding (LFM2).</summary>
    public bool NormsOutputAsEmbedding { get; init; }

    /// <summary>What attention sees and keeps.</summary>
    public AttentionSpan Span { get; init; }

    /// <summary>Whether the graph ends with the hidden states (bert.cpp): there are no logits.</summary>
    public bool IsEncoder { get; init; }

    /// <summary>Whether the header may name another activation (hidden_activation; modern-bert.cpp).</summary>
    public bool ReadsActivation { get; init; }

    /// <summary>The state space of layers without key/value heads.</summary>
    public StateSpaceRule State { get; init; }

    /// <summary>How the router turns scores to weights where the header doesn't say (expert_gating_func).</summary>
    public ExpertGating Gating { get; init; } = ExpertGating.SoftMax;

    /// <summary>Whether chosen experts' weights are divided by their sum; null to take the header's word (expert_weights_norm).</summary>
    public bool? NormalizesExperts { get; init; } = true;

    /// <summary>Width of an expert where the header names none.</summary>
    public ExpertWidth ExpertWidth { get; init; }

    /// <summary>The shared expert of layers with routed ones.</summary>
    public SharedExpertWidth SharedExpert { get; init; }

    /// <summary>Layers from which on heads have norms (command-r.cpp: 64); 0 where their number says nothing.</summary>
    public int HeadNormsFromLayers { get; init; }

    /// <summary>Which weights a complete file has beside or instead of Llama's; for lists of weights only.</summary>
    public BlockWeights Weights { get; init; }

    /// <summary>Whether a member's attention leans by position.</summary>
    public bool HasSlopes(Architecture architecture)
    {
        const int Layers = 40; // of Baichuan 13B
        return Slopes switch
        {
            SlopeRule.None => false,
            SlopeRule.WithFortyLayers => architecture.Layers.Length == Layers,
            SlopeRule.IfNamed => architecture.Metadata.Number($"{Name}.attention.max_alibi_bias") is > 0,
            _ => true,
        };
    }
}

/// <summary>What a family scales where its header names no scale.</summary>
[Flags]
internal enum DefaultScales
{
    None = 0,
    Embeddings = 1,
    Residuals = 1 << 1,
    Logits = 1 << 2,
    All = Embeddings | Residuals | Logits,
}

/// <summary>Where the last layer picks the wanted rows.</summary>
internal enum RowPicking
{
    BeforeNorm,

    /// <summary>After the norm that closes attention (afmoe.cpp).</summary>
    AfterNorm,

    /// <summary>After attention was added to the input (falcon-h1.cpp).</summary>
    AfterSum,
}

/// <summary>Activations of feed-forward networks (llama-graph.h, llm_ffn_op_type).</summary>
internal enum Activation
{
    Silu,
    Gelu,
    Relu,
    ReluSquared,

    /// <summary>Apertus' own (ggml_xielu).</summary>
    Xielu,
}

/// <summary>How the halves of a block follow one another.</summary>
internal enum BlockOrder
{
    /// <summary>Attention, residual, feed-forward, residual.</summary>
    OneAfterOther,

    /// <summary>Both read one norm: (attention + feed-forward) + input (phi2.cpp).</summary>
    BesideAttentionFirst,

    /// <summary>Both read one norm: (feed-forward + input) + attention (command-r.cpp, cohere2.cpp, gptneox.cpp).</summary>
    BesideInputFirst,

    /// <summary>Both read one norm: (feed-forward + attention) + input (plamo.cpp, falcon.cpp).</summary>
    BesideFeedForwardFirst,

    /// <summary>Attention and feed-forward read the residual stream as it is; what comes out of adding is normed (bert.cpp).</summary>
    NormedAfterAdding,
}

/// <summary>What attention sees and what is kept of it (llama-model.cpp, create_memory; llama-graph.cpp, build_attn_inp_no_cache).</summary>
internal enum AttentionSpan
{
    /// <summary>A cache of keys and values.</summary>
    Cached,

    /// <summary>The tokens of the batch; nothing is kept.</summary>
    Batch,

    /// <summary>The tokens of the batch; there is a cache nobody reads (llama-embed.cpp).</summary>
    BatchBesideCache,
}

/// <summary>Which layers turn queries and keys by position.</summary>
internal enum RotaryRule
{
    Every,
    Never,

    /// <summary>Layers that see a window only (cohere2.cpp, exaone-moe.cpp).</summary>
    Sliding,

    /// <summary>Those, or all where none slides (exaone4.cpp).</summary>
    SlidingOrAll,

    /// <summary>Every layer, or none where the header says that positions weren't trained (granite.cpp: rope.scaling.finetuned).</summary>
    UnlessNotFinetuned,

    /// <summary>All but every fourth (smollm3.cpp, llama4.cpp: n_no_rope_layer_step).</summary>
    AllButEveryFourth,

    /// <summary>Layers that see a window only, and the dense ones at the beginning (cohere2moe.cpp).</summary>
    SlidingOrDense,

    /// <summary>Every layer of models with 32 (baichuan.cpp: its 7B).</summary>
    WithThirtyTwoLayers,

    /// <summary>As the header lists them, or every one (granite-swa.cpp: attention.rope_pattern).</summary>
    Listed,
}

/// <summary>Whose attention leans by position (f_max_alibi_bias).</summary>
internal enum SlopeRule
{
    None,
    All,

    /// <summary>Models of 40 layers (baichuan.cpp: its 13B, which turns nothing by position).</summary>
    WithFortyLayers,

    /// <summary>Models whose header names a largest slope (mpt.cpp: attention.max_alibi_bias).</summary>
    IfNamed,
}

/// <summary>What a family's layers keep beside or in place of keys and values.</summary>
internal enum StateSpaceRule
{
    None,

    /// <summary>Every layer is a state space and nothing else (mamba.cpp, mamba2.cpp).</summary>
    Only,

    /// <summary>Layers without key/value heads are state spaces, all have a feed-forward (jamba.cpp, granite-hybrid.cpp).</summary>
    WithoutHeads,

    /// <summary>Layers are a state space, attention or a feed-forward, one of the three (nemotron-h.cpp).</summary>
    OneOfThree,

    /// <summary>Every layer has both (falcon-h1.cpp).</summary>
    Beside,

    /// <summary>Layers without key/value heads are short convolutions (lfm2.cpp).</summary>
    ShortConvolution,
}

/// <summary>Which rotary factors of a file a family uses.</summary>
internal enum RotaryFactors
{
    None,

    /// <summary>In every layer (rope_freqs, or long and short ones).</summary>
    All,

    /// <summary>In layers that see everything (step35.cpp).</summary>
    FullOnly,
}

/// <summary>Width of a routed expert where expert_feed_forward_length is absent.</summary>
internal enum ExpertWidth
{
    /// <summary>The key must be there.</summary>
    Required,

    /// <summary>The dense width.</summary>
    FeedForward,

    /// <summary>The dense width, shared out over the experts a token uses.</summary>
    FeedForwardPerUsed,

    /// <summary>The dense width, whatever the key says (olmoe.cpp, minimax-m2.cpp).</summary>
    AlwaysFeedForward,
}

/// <summary>Width of the shared expert.</summary>
internal enum SharedExpertWidth
{
    /// <summary>As expert_shared_feed_forward_length says; none where it is absent.</summary>
    Key,

    /// <summary>As the key says, or the dense width.</summary>
    KeyOrFeedForward,

    /// <summary>As the key says, or an expert's width.</summary>
    KeyOrExpert,

    /// <summary>So many experts' widths as expert_shared_count says.</summary>
    Count,

    /// <summary>As the key says, or so many experts' widths as expert_shared_count says; none where that is absent (cohere2moe.cpp).</summary>
    KeyIfCounted,

    /// <summary>The key's or an expert's width, times expert_shared_count.</summary>
    KeyTimesCount,
}

/// <summary>Which layers see a window only (load_swa_pattern in src/models/*.cpp).</summary>
/// <param name="Period">Every so many layers one sees everything, unless the file lists layers; 0 for none.</param>
/// <param name="Default">Window where the file names none.</param>
/// <param name="FullFirst">Whether the first layer of each run sees everything, not the last.</param>
internal sealed record WindowRule(int Period, int Default = 0, bool FullFirst = false)
{
    /// <summary>No layer slides.</summary>
    public static WindowRule None { get; } = new(0);

    /// <summary>The window is this one whatever the file says (llama4.cpp).</summary>
    public int Fixed { get; init; }

    /// <summary>Only models of so many layers have windows (exaone4.cpp); 0 for all.</summary>
    public int OnlyWithLayers { get; init; }
}
