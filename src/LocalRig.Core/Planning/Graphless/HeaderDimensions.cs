using System.Collections.Immutable;
using LocalRig.Models;

namespace LocalRig.Planning.Graphless;

/// <summary>What bounds need of a header, from the keys that GGUF files of every architecture share (gguf-py, constants.py: Keys).</summary>
internal sealed class HeaderDimensions
{
    private const int FeedForwardPerEmbedding = 4; // the usual widening where a header names none

    // ggml-cuda/fattn.cu, ggml_cuda_get_best_fattn_kernel: head sizes with a kernel; 576 is latent attention's, whose values have 512.
    private static readonly ImmutableArray<long> FlashHeads = [40, 64, 72, 80, 96, 112, 128, 192, 256, 320, 512, 576];

    private readonly Metadata _facts;

    /// <summary>Reads a model's header.</summary>
    public HeaderDimensions(Model model)
    {
        _facts = model.Metadata;
        TensorInfo? table = model.Tensors.Find("token_embd.weight");
        Embedding = Count("embedding_length") ?? table?.Shape.Ne0 ?? 0;
        Vocabulary = _facts.Count("tokenizer.ggml.tokens") ?? Count("vocab_size") ?? table?.Shape.Ne1 ?? 0;
        Heads = Largest("attention.head_count") ?? 1;
        Blocks = (int)Math.Min(int.MaxValue, Count("block_count") ?? LayerCount.Blocks(model));
        long? perHead = Largest("attention.head_count") is > 0 ? Embedding / Heads : null;
        long latent = Count("attention.kv_lora_rank") ?? 0;
        bool isLatent = latent > 0 && (Count("attention.key_length_mla") ?? 0) > 0;
        KeyHead = Count("attention.key_length") ?? perHead ?? 0;

        // Latent attention caches one vector for keys and values alike (llama-kv-cache.cpp: no V cache where is_mla).
        ValueHead = isLatent ? 0 : Count("attention.value_length") ?? KeyHead;
        HeadsByLayer = PerLayer("attention.head_count_kv") ?? [Largest("attention.head_count_kv") ?? Heads];
        FeedForward = Math.Max(Largest("feed_forward_length") ?? 0, Experts());
        FeedForward = FeedForward > 0 ? FeedForward : FeedForwardPerEmbedding * Embedding;
        ExpertsUsed = Count("expert_used_count") ?? 0;
        Indexer = Count("attention.indexer.key_length") ?? 0;
        HasFlashKernel = KeyHead > 0 && FlashHeads.Contains(KeyHead);
    }

    /// <summary>Elements of the residual stream; 0 where nothing says.</summary>
    public long Embedding { get; }

    /// <summary>Elements a token's feed-forward computes at once, over all the experts it uses.</summary>
    public long FeedForward { get; }

    /// <summary>Experts per token; 0 for dense models.</summary>
    public long ExpertsUsed { get; }

    /// <summary>Tokens of the vocabulary.</summary>
    public long Vocabulary { get; }

    /// <summary>Most query heads of any layer.</summary>
    public long Heads { get; }

    /// <summary>Elements of one cached key head; 0 where nothing says.</summary>
    public long KeyHead { get; }

    /// <summary>Elements of one cached value head; none with latent attention.</summary>
    public long ValueHead { get; }

    /// <summary>Elements of the indexer's key that sparse attention keeps in F16 beside a layer's cache; 0 without (llama.cpp's kv cache of glm-dsa and deepseek32).</summary>
    public long Indexer { get; }

    /// <summary>Layers as the header counts them.</summary>
    public int Blocks { get; }

    /// <summary>Whether CUDA has a flash attention kernel for the head size, so that <c>auto</c> turns it on.</summary>
    public bool HasFlashKernel { get; }

    /// <summary>Whether attention may run in steps whatever is asked: llama.cpp has no one kernel for Grok, whose header alone caps the router's scores
    /// (llama-context.cpp, llama_init_from_model).</summary>
    public static bool MayLackFlashAttention(Metadata facts) => facts.Number($"{facts.Architecture}.router_logit_softcapping") is > 0;

    /// <summary>What can't be bounded, as a sentence; empty where everything can.</summary>
    public string Missing =>
        (KeyHead > 0 && Blocks > 0, Embedding > 0 && Vocabulary > 0) switch
        {
            (true, true) => "",
            (false, true) => "The header names no head size or number of layers, so what is cached is not counted.",
            (true, false) => "The header names no width or vocabulary, so scratch is not counted.",
            _ => "The header names no dimensions, so caches and scratch are not counted.",
        };

    private ImmutableArray<long> HeadsByLayer { get; }

    /// <summary>Key/value heads of a layer; a layer without caches none (hybrids name 0 for recurrent layers).</summary>
    public long KeyValueHeads(int layer) => layer < HeadsByLayer.Length ? HeadsByLayer[layer] : HeadsByLayer[^1];

    /// <summary>Most key/value heads of any layer.</summary>
    public long MostKeyValueHeads => HeadsByLayer.Max();

    /// <summary>Elements of recurrent state that one sequence may keep in one layer (llama-hparams.cpp, n_embd_r and n_embd_s); 0 without.</summary>
    public long RecurrentState()
    {
        long inner = Count("ssm.inner_size") ?? 0;
        long state = Count("ssm.state_size") ?? 0;
        long convolution = Math.Max(0, (Count("ssm.conv_kernel") ?? 0) - 1);
        return inner * state + convolution * (inner + 2 * (Count("ssm.group_count") ?? 0) * state);
    }

    /// <summary>Most elements that experts of one token compute, the shared ones included.</summary>
    private long Experts()
    {
        long width = Count("expert_feed_forward_length") ?? 0;
        long shared = Count("expert_shared_feed_forward_length") ?? (Count("expert_shared_count") ?? 0) * width;
        return (Count("expert_used_count") ?? 0) * width + shared;
    }

    private long? Count(string key) => _facts.Integer($"{_facts.Architecture}.{key}") is long value and > 0 and <= int.MaxValue ? value : null;

    private ImmutableArray<long>? PerLayer(string key) =>
        _facts.TryGetIntegers($"{_facts.Architecture}.{key}", out ImmutableArray<long>? list) && list is { IsEmpty: false } values && values.All(v => v is >= 0 and <= int.MaxValue)
            ? values
            : null;

    private long? Largest(string key) => PerLayer(key)?.Max() ?? Count(key);
}
