namespace LocalRig.Serving;

/// <summary>A runtime that serves many users from one pool of cache.</summary>
public enum ServingRuntime
{
    /// <summary>vLLM.</summary>
    Vllm,

    /// <summary>SGLang.</summary>
    Sglang,
}

/// <summary>What is asked of a serving runtime.</summary>
public sealed record ServingQuestion
{
    /// <summary>The runtime.</summary>
    public ServingRuntime Runtime { get; init; }

    /// <summary>How linear layers are stored, or null for the most bits that fit.</summary>
    public WeightFormat? Format { get; init; }

    /// <summary>Devices that share each layer, or null for all of a machine's.</summary>
    public int? Tensor { get; init; }

    /// <summary>Pipeline stages, or null for as many as there are machines (or what the devices leave).</summary>
    public int? Pipeline { get; init; }

    /// <summary>Replicas of everything but experts.</summary>
    public int Data { get; init; } = 1;

    /// <summary>Whether experts stay whole and are divided over devices.</summary>
    public bool Expert { get; init; }

    /// <summary>Tokens of one sequence (--max-model-len).</summary>
    public int Context { get; init; } = 8192;

    /// <summary>Share of a device's memory the runtime takes (--gpu-memory-utilization, --mem-fraction-static).</summary>
    public double Utilization { get; init; } = DefaultUtilization;

    /// <summary>Whether keys and values are kept in FP8.</summary>
    public bool CacheInFp8 { get; init; }

    /// <summary>Most sequences of one step (--max-num-seqs), or null for the runtime's own.</summary>
    public int? Sequences { get; init; }

    /// <summary>Most tokens of one step (--max-num-batched-tokens), or null for the runtime's own.</summary>
    public int? BatchedTokens { get; init; }

    /// <summary>Tokens the model's own head for multi-token prediction drafts at a time (num_speculative_tokens), 0 without it.</summary>
    public int DraftTokens { get; init; }

    /// <summary>Whether prefixes are kept for later requests (--no-enable-prefix-caching turns it off).</summary>
    public bool PrefixCaching { get; init; } = true;

    /// <summary>Whether start-up takes CUDA graphs off the pool: vLLM from 0.21 on, unless VLLM_MEMORY_PROFILER_ESTIMATE_CUDAGRAPHS is 0.</summary>
    public bool GraphsOffThePool { get; init; } = true;

    /// <summary>Whether encoders are left out (--language-model-only).</summary>
    public bool LanguageModelOnly { get; init; }

    /// <summary>Parameters of the vision encoder, 0 for a text model.</summary>
    public long VisionParameters { get; init; }

    /// <summary>The repository served, where it isn't the first that is known in its format.</summary>
    public Checkpoint? Checkpoint { get; init; }

    /// <summary>The repository or folder commands name.</summary>
    public string Repository { get; init; } = "";

    /// <summary>vLLM's share where none is given (CacheConfig.gpu_memory_utilization).</summary>
    public const double DefaultUtilization = 0.9;

    /// <summary>Bytes of a cached element.</summary>
    internal int CacheElementBytes => CacheInFp8 ? 1 : 2;
}
