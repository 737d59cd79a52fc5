using LocalRig.Quantization;

namespace LocalRig.Workloads;

/// <summary>What is asked of a model: context, batches, sequences, cache types, in llama.cpp's terms. Defaults are llama-server's unless the contract says otherwise.</summary>
public sealed record Workload
{
    /// <summary>Tokens of context in total (-c).</summary>
    public int Context { get; init; } = 8192;

    /// <summary>Logical batch (-b).</summary>
    public int Batch { get; init; } = 2048;

    /// <summary>Physical batch (-ub).</summary>
    public int Microbatch { get; init; } = 512;

    /// <summary>Sequences served at once (-np).</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>Whether all sequences share one cache (--kv-unified).</summary>
    public bool KvUnified { get; init; }

    /// <summary>Rows of logits the context is sized for (n_outputs_max); null for the server's rule, one per sequence.</summary>
    public int? Outputs { get; init; }

    /// <summary>Type of cached keys (-ctk).</summary>
    public TensorType CacheTypeK { get; init; } = TensorType.F16;

    /// <summary>Type of cached values (-ctv).</summary>
    public TensorType CacheTypeV { get; init; } = TensorType.F16;

    /// <summary>Flash attention (-fa).</summary>
    public FlashAttention FlashAttention { get; init; } = FlashAttention.Auto;

    /// <summary>Keep the full-size sliding-window cache (--swa-full).</summary>
    public bool SwaFull { get; init; }

    /// <summary>Embeddings mode instead of logits.</summary>
    public bool Embeddings { get; init; }

    /// <summary>Load the multi-token-prediction layers.</summary>
    public bool Mtp { get; init; }

    /// <summary>Which graph the context runs: the whole model or its multi-token-prediction head.</summary>
    public ContextType ContextType { get; init; } = ContextType.Default;

    /// <summary>Extra recurrent-state snapshots per sequence for roll-back (n_rs_seq).</summary>
    public int RecurrentSequences { get; init; }

    /// <summary>What drafts (--spec-type); llama-server makes a context of its own for it.</summary>
    public Speculation Speculation { get; init; }

    /// <summary>Tokens drafted at most (--spec-draft-n-max; llama-server's default is 3).</summary>
    public int DraftMost { get; init; } = 3;

    /// <summary>Type of the draft's cached keys (-ctkd).</summary>
    public TensorType DraftCacheTypeK { get; init; } = TensorType.F16;

    /// <summary>Type of the draft's cached values (-ctvd).</summary>
    public TensorType DraftCacheTypeV { get; init; } = TensorType.F16;

    /// <summary>Physical batch of the draft's context (--spec-draft-n-ubatch); 0 for the model's own.</summary>
    public int DraftMicrobatch { get; init; }

    /// <summary>The workload with what drafting implies: the head's weights, and a snapshot of recurrent state for every token that may be
    /// rolled back (common/speculative.cpp; server-context.cpp sets n_rs_seq to the draft's length).</summary>
    public Workload WithDraftsNeeds() => Speculation == Speculation.DraftMtp ? this with { Mtp = true, RecurrentSequences = RecurrentSequences > 0 ? RecurrentSequences : DraftMost } : this;

    /// <summary>What the draft's own context is asked, of the prediction head or of a smaller model; null where neither drafts. llama-server
    /// gives it the model's context, slots and batches (server-context.cpp, load_model).</summary>
    public Workload? Draft() =>
        Speculation switch
        {
            Speculation.DraftMtp => Drafting with { Mtp = true, ContextType = ContextType.Mtp },
            Speculation.DraftSimple => Drafting with { Mtp = false },
            _ => null,
        };

    private Workload Drafting => this with
    {
        Speculation = Speculation.None,
        RecurrentSequences = 0,
        Outputs = null,
        CacheTypeK = DraftCacheTypeK,
        CacheTypeV = DraftCacheTypeV,
        Microbatch = DraftMicrobatch > 0 ? DraftMicrobatch : Microbatch,
    };
}

/// <summary>Flash attention: asked for, refused, or decided by what the device supports.</summary>
public enum FlashAttention
{
    /// <summary>On where the device supports it.</summary>
    Auto,

    /// <summary>Always on.</summary>
    On,

    /// <summary>Always off.</summary>
    Off,
}

/// <summary>Which graph a context runs.</summary>
public enum ContextType
{
    /// <summary>The whole model.</summary>
    Default,

    /// <summary>The multi-token-prediction head alone (llama.cpp's MTP context).</summary>
    Mtp,
}
