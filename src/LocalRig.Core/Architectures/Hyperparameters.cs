using System.Collections.Immutable;
using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>The dimensions all families share, read from metadata with llama.cpp's defaults (llama-model.cpp, <c>load_hparams</c>).
/// What is missing or out of range is collected in <see cref="Problems"/>; the value is then a harmless 0 or 1.</summary>
internal sealed class Hyperparameters
{
    /// <summary>Most layers llama.cpp takes (llama-hparams.h, LLAMA_MAX_LAYERS).</summary>
    public const int MaxLayers = 512;

    /// <summary>Most experts llama.cpp takes (llama-hparams.h, LLAMA_MAX_EXPERTS).</summary>
    public const int MaxExperts = 1024;

    /// <summary>The last way a router turns scores to weights that llama.cpp knows (llama-hparams.h, llama_expert_gating_func_type).</summary>
    public const int LastGating = 4;

    // Bounds a hundred times above any released model; they keep products of two dimensions within 31 bits.
    private const int MaxHeads = 1 << 14;
    private const int MaxHeadLength = 1 << 16;
    private const int MaxWidth = 1 << 26;

    private readonly Metadata _metadata;
    private readonly string _prefix;
    private readonly Dictionary<string, long?> _integers = [];
    private readonly List<string> _problems = [];
    private readonly ImmutableArray<int> _heads;
    private readonly ImmutableArray<int> _keyValueHeads;
    private readonly ImmutableArray<int> _feedForward;
    private readonly ImmutableArray<int> _expertFeedForward;

    public Hyperparameters(Metadata metadata)
    {
        _metadata = metadata;
        _prefix = metadata.Architecture + ".";
        LayerCount = Required("block_count", 1, MaxLayers);
        MtpLayerCount = Optional("nextn_predict_layers", 0, MaxLayers);
        if (MtpLayerCount >= LayerCount)
        {
            Refuse($"{_prefix}nextn_predict_layers {MtpLayerCount} leaves no main layer of {LayerCount}");
            MtpLayerCount = 0;
        }

        EmbeddingLength = Required("embedding_length", 1, MaxWidth);
        ContextLength = Required("context_length", 1, int.MaxValue);
        VocabularySize = ReadVocabularySize();
        Experts = Optional("expert_count", 0, MaxExperts);
        ExpertsUsed = PerLayer("expert_used_count", 0, MaxExperts)[0];
        CheckExpertGroups(Optional("expert_group_count", 0, int.MaxValue), Optional("expert_group_used_count", 0, int.MaxValue));
        _heads = PerLayer("attention.head_count", 0, MaxHeads);
        _keyValueHeads = metadata.Has(_prefix + "attention.head_count_kv") ? PerLayer("attention.head_count_kv", 0, MaxHeads) : _heads;
        _feedForward = PerLayer("feed_forward_length", 0, MaxWidth);
        _expertFeedForward = PerLayer("expert_feed_forward_length", 0, MaxWidth);
        int perHead = _heads[0] == 0 ? 0 : EmbeddingLength / _heads[0];
        KeyLength = Optional("attention.key_length", perHead, MaxHeadLength);
        ValueLength = Optional("attention.value_length", perHead, MaxHeadLength);
        SlidingKeyLength = Optional("attention.key_length_swa", KeyLength, MaxHeadLength);
        SlidingValueLength = Optional("attention.value_length_swa", ValueLength, MaxHeadLength);
        RotaryDimensions = Optional("rope.dimension_count", KeyLength, MaxHeadLength);
    }

    /// <summary>What was missing or impossible, one sentence part each.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Whether all that doesn't fit is LocalRig's own want: llama.cpp loads such files.</summary>
    public bool OnlyUnplanned { get; private set; } = true;

    /// <summary>All layers, multi-token-prediction ones included (n_layer_all).</summary>
    public int LayerCount { get; }

    /// <summary>Multi-token-prediction layers at the end (n_layer_nextn).</summary>
    public int MtpLayerCount { get; }

    /// <summary>Main layers (n_layer).</summary>
    public int MainLayerCount => LayerCount - MtpLayerCount;

    public int EmbeddingLength { get; }

    public int ContextLength { get; }

    public int VocabularySize { get; }

    public int Experts { get; }

    public int ExpertsUsed { get; }

    public int KeyLength { get; }

    public int ValueLength { get; }

    public int SlidingKeyLength { get; }

    public int SlidingValueLength { get; }

    public int RotaryDimensions { get; }

    /// <summary>Query heads per key/value head in the first layer (n_gqa), which the recipes look at.</summary>
    public int GroupedQueries => _keyValueHeads[0] == 0 ? 0 : _heads[0] / _keyValueHeads[0];

    public Metadata Metadata => _metadata;

    public int Heads(int layer) => _heads[layer];

    public int KeyValueHeads(int layer) => _keyValueHeads[layer];

    public int FeedForward(int layer) => _feedForward[layer];

    /// <summary>Hidden elements of one expert; the dense width shared out where no expert width is given (qwen3moe.cpp, glm4-moe.cpp).</summary>
    public int ExpertFeedForward(int layer) =>
        _expertFeedForward[layer] != 0 ? _expertFeedForward[layer] : FeedForward(layer) / Math.Max(1, ExpertsUsed);

    /// <summary>Reports what doesn't fit; the same for every layer is reported once.</summary>
    public void Refuse(string problem)
    {
        OnlyUnplanned = false;
        Add(problem);
    }

    /// <summary>Reports what llama.cpp loads and LocalRig can't plan.</summary>
    public void CannotPlan(string problem) => Add(problem);

    private void Add(string problem)
    {
        if (!_problems.Contains(problem))
        {
            _problems.Add(problem);
        }
    }

    /// <summary>A whole number that must be there.</summary>
    public int Required(string key, int least = 1, int most = MaxWidth)
    {
        if (Integer(key) is long value)
        {
            return InRange(key, value, least, most);
        }

        Refuse($"{_prefix}{key} is missing");
        return least;
    }

    /// <summary>A whole number, or a default when absent.</summary>
    public int Optional(string key, int fallback, int most = MaxWidth) =>
        Integer(key) is long value ? InRange(key, value, 0, most) : fallback;

    public double Number(string key, double fallback) => _metadata.Number(_prefix + key) ?? fallback;

    public bool Flag(string key) => _metadata.Flag(_prefix + key) ?? false;

    public bool Has(string key) => _metadata.Has(_prefix + key);

    /// <summary>One number per layer: an array, or one number for all (get_key_or_arr); 0 when absent.</summary>
    public ImmutableArray<int> PerLayer(string key, int least, int most)
    {
        if (!_metadata.TryGetIntegers(_prefix + key, out ImmutableArray<long>? list))
        {
            return [.. Enumerable.Repeat(Optional(key, 0, most), LayerCount)];
        }

        if (list.Value.Length < LayerCount)
        {
            Refuse($"{_prefix}{key} has {list.Value.Length} values for {LayerCount} layers");
            return [.. Enumerable.Repeat(least, LayerCount)];
        }

        return [.. list.Value.Take(LayerCount).Select(v => InRange(key, v, least, most))];
    }

    /// <summary>A whole number of the header; families ask for the same ones layer after layer.</summary>
    private long? Integer(string key)
    {
        if (!_integers.TryGetValue(key, out long? value))
        {
            _integers.Add(key, value = _metadata.Integer(_prefix + key));
        }

        return value;
    }

    /// <summary>What load_hparams asserts of experts in groups.</summary>
    private void CheckExpertGroups(int groups, int used)
    {
        if (Experts > 0 && groups >= Experts)
        {
            Refuse($"{_prefix}expert_group_count {groups} is not less than the {Experts} experts");
        }
        else if (groups > 1 && (Experts == 0 || Experts % groups != 0))
        {
            Refuse($"{_prefix}expert_group_count {groups} does not divide the {Experts} experts");
        }
        else if (groups > 1 && (used < 1 || used >= groups))
        {
            Refuse($"{_prefix}expert_group_used_count {used} is not between 1 and {groups - 1}, of {groups} groups");
        }
    }

    private int ReadVocabularySize()
    {
        // the tensors have as many rows as the vocabulary has tokens; the key stands in where no tokens are listed
        long? tokens = _metadata.Count("tokenizer.ggml.tokens");
        return tokens is null or 0 ? Required("vocab_size") : InRange("vocab_size", tokens.Value, 1, MaxWidth);
    }

    private int InRange(string key, long value, int least, int most)
    {
        if (value >= least && value <= most)
        {
            return (int)value;
        }

        Refuse($"{_prefix}{key} is {value}, outside {least} to {most}");
        return least;
    }
}
