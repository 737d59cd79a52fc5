using System.Collections.Immutable;
using LocalRig.Rigs;

namespace LocalRig.Engines.LlamaCpp;

/// <summary>A llama.cpp version LocalRig has rules for, and what differs between versions; what isn't named here is the same in all.</summary>
public sealed record LlamaCppProfile
{
    /// <summary>Name and version: <c>llama.cpp@0.5.0</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its build number, where it is known; 0 otherwise.</summary>
    public int Build { get; init; }

    /// <summary>Whether the graph can also take batches that mix token ids with ready vectors: a second look-up, a copy of the vectors and
    /// a write of the looked-up rows into that copy, at the start of every graph; embeddings are scaled by a factor per token.</summary>
    public bool MixesInputs { get; init; }

    /// <summary>Whether every family picks the rows whose logits are wanted before the last feed-forward; before, hybrids, gpt-oss and Gemma 4
    /// kept every token's last state for a draft head.</summary>
    public bool PicksRowsEarly { get; init; }

    /// <summary>Whether pipelined devices keep copies of every input of the graph; before, only of inputs that some node reads.</summary>
    public bool CopiesUnreadInputs { get; init; }

    /// <summary>Whether CUDA and ROCm compute a shared expert's first half with that of the routed experts, where weights are quantized and
    /// alike: in the graph it moves behind theirs.</summary>
    public bool JoinsSharedExperts { get; init; }

    /// <summary>Whether recurrent states of all sequences are looked up in one node, of which those of the batch are a view (llama-graph.cpp,
    /// build_rs); before, the batch's and the others were looked up apart.</summary>
    public bool LooksUpStatesAtOnce { get; init; }

    /// <summary>Whether a quantized V cache turns automatic flash attention on without asking where it would run ("enabling flash_attn since it is required for
    /// quantized V cache"); before, it was tested all the same.</summary>
    public bool QuantizedValuesForceFlashAttention { get; init; }

    /// <summary>Whether room is kept for the logits of every token of a batch whoever asks for them; since llama.cpp pull request 23861 of 2 June
    /// 2026 servers keep room for the rows they want.</summary>
    public bool ReservesEveryRow { get; init; }

    /// <summary>Whether the mask of flash attention is made in 32 bits and copied into 16 by a node, as before summer 2026.</summary>
    public bool WidensMasks { get; init; }

    /// <summary>Whether embeddings mode computes no logits; before, it computed those of every token.</summary>
    public bool SkipsLogitsOfEmbeddings { get; init; }

    /// <summary>Whether the graphs of families that are rows of traits were compared with the real engine of this version, too.</summary>
    public bool ComparesTraitFamilies { get; init; }

    /// <summary>Whether matrices can be shared by rows (-sm row): CUDA and ROCm gave it up with <see cref="FirstWithoutRows"/>, Vulkan never could.</summary>
    public bool SplitsRows { get; init; }

    /// <summary>Backends whose compute buffers were compared with the real engine of this version; plans with others are not exact.</summary>
    public ImmutableArray<Backend> Compared { get; init; } = [];

    /// <summary>llama.cpp 0.5.0 (ggml 0.25.1): compared with recordings of graphs and allocations on CUDA, Vulkan and the processor.</summary>
    public static LlamaCppProfile V050 { get; } = new() { Name = "llama.cpp@0.5.0", Compared = [Backend.Cuda, Backend.Vulkan] };

    /// <summary>llama.cpp 0.7.0 (build 11669, ggml 0.27.0): compared with the real engine's graphs and plans on the processor, over RPC, and
    /// with its CUDA, ROCm and Vulkan backends over stand-ins for the drivers.</summary>
    public static LlamaCppProfile V070 { get; } =
        new()
        {
            Name = "llama.cpp@0.7.0",
            Build = 11669,
            MixesInputs = true,
            PicksRowsEarly = true,
            CopiesUnreadInputs = true,
            JoinsSharedExperts = true,
            LooksUpStatesAtOnce = true,
            QuantizedValuesForceFlashAttention = true,
            SkipsLogitsOfEmbeddings = true,
            ComparesTraitFamilies = true,
            Compared = [Backend.Cuda, Backend.Rocm, Backend.Vulkan, Backend.Rpc],
        };

    /// <summary>The first build whose server keeps room for the logits it wants only: the middle of those between b9222, which did not, and b9849,
    /// which does (tests/data/memory/public-logs.jsonl), is three days after pull request 23861 was merged.</summary>
    internal const int FirstWithWantedRows = 9490;

    /// <summary>The first build whose CUDA backend shares no rows (github.com/ggml-org/llama.cpp issues 25594 of 12 July and 27366 of 19 August 2026).</summary>
    internal const int FirstWithoutRows = 9890;

    /// <summary>What stands in for builds from <see cref="FirstWithWantedRows"/> to before <see cref="FirstWithoutRows"/>.</summary>
    internal static LlamaCppProfile WithRows { get; } = V050 with { SplitsRows = true };

    /// <summary>What stands in for builds before <see cref="FirstWithWantedRows"/>: not compared with a real engine, but with what thirteen
    /// loads of spring 2026 printed.</summary>
    internal static LlamaCppProfile Earlier { get; } = V050 with { ReservesEveryRow = true, WidensMasks = true, SplitsRows = true, Compared = [] };

    /// <summary>All profiles, the default first.</summary>
    public static IReadOnlyList<LlamaCppProfile> All { get; } = [V070, V050];
}
