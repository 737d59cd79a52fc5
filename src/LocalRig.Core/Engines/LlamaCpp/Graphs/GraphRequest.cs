using System.Collections.Immutable;
using LocalRig.Engines.LlamaCpp.Caches;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Models;

namespace LocalRig.Engines.LlamaCpp.Graphs;

/// <summary>Everything that decides which graph llama.cpp builds for one batch.</summary>
internal sealed record GraphRequest
{
    /// <summary>The model's shape.</summary>
    public required Architecture Architecture { get; init; }

    /// <summary>The layers to build; default for all (<see cref="LayerFolding"/>).</summary>
    public ImmutableArray<int> Layers { get; init; }

    /// <summary>The model's weights.</summary>
    public required WeightTable Weights { get; init; }

    /// <summary>Context of one sequence (n_ctx_seq).</summary>
    public required int ContextPerSequence { get; init; }

    /// <summary>Tokens in the batch, a multiple of <see cref="Sequences"/> (n_tokens).</summary>
    public required int Tokens { get; init; }

    /// <summary>Sequences in the batch (n_seqs).</summary>
    public required int Sequences { get; init; }

    /// <summary>Tokens whose logits are wanted (n_outputs).</summary>
    public required int Outputs { get; init; }

    /// <summary>Whether attention is one kernel.</summary>
    public required bool FlashAttention { get; init; }

    /// <summary>Whether caches are on their layers' devices (offload_kqv).</summary>
    public bool KvOffload { get; init; } = true;

    /// <summary>Whether norms stay on their layer's device: fewer than 32 tokens, or everything offloaded (graph_get_cb).</summary>
    public bool PinNorms { get; init; }

    /// <summary>The cache of full-attention layers.</summary>
    public required KvCacheShape Cache { get; init; }

    /// <summary>The cache of sliding-window layers, when the model has some.</summary>
    public KvCacheShape? SlidingCache { get; init; }

    /// <summary>Recurrent cells: one per sequence the context is made for (rs_size).</summary>
    public int RecurrentCells { get; init; } = 1;

    /// <summary>Roll-back snapshots per recurrent cell (n_rs_seq).</summary>
    public int RecurrentSnapshots { get; init; }

    /// <summary>Whether the output matrix is the very tensor of the token embedding (tied, and in the same buffer type).</summary>
    public bool OutputSharesEmbedding { get; init; }

    /// <summary>Tensors that are loaded once per device, by layer: which copy a layer uses (rope factors).</summary>
    public Func<int, int> CopyOfLayer { get; init; } = static _ => 0;

    /// <summary>Whether the graph also takes token ids mixed with vectors (<see cref="LlamaCppProfile.MixesInputs"/>).</summary>
    public bool MixesInputs { get; init; }

    /// <summary>Whether masks of flash attention are 32 bits wide and copied into 16 (<see cref="LlamaCppProfile.WidensMasks"/>).</summary>
    public bool WidensMasks { get; init; }

    /// <summary>Whether every family picks the wanted rows before its last feed-forward (<see cref="LlamaCppProfile.PicksRowsEarly"/>).</summary>
    public bool PicksRowsEarly { get; init; }

    /// <summary>Whether recurrent states are looked up in one node (<see cref="LlamaCppProfile.LooksUpStatesAtOnce"/>).</summary>
    public bool LooksUpStatesAtOnce { get; init; }

    /// <summary>Whether an indexer's scores are one kernel (fused_lid).</summary>
    public bool FusesIndexer { get; init; } = true;

    /// <summary>Whether every position is in use, where a graph grows with them; else the cache is empty, as when a model is loaded.</summary>
    public bool AllPositions { get; init; }

    /// <summary>Whether hidden states are pooled to embeddings (cparams.embeddings).</summary>
    public bool Embeddings { get; init; }

    /// <summary>Whether no logits are computed where embeddings are (<see cref="LlamaCppProfile.SkipsLogitsOfEmbeddings"/>).</summary>
    public bool SkipsLogitsOfEmbeddings { get; init; }

    /// <summary>Build the multi-token-prediction head's graph.</summary>
    public bool MtpHead { get; init; }
}
