using System.Collections.Immutable;
using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>One family of models: how its metadata becomes layers, and which weights a layer has. Defaults are those of a plain transformer.</summary>
/// <param name="name">llama.cpp's architecture name.</param>
internal abstract class ArchitectureFamily(string name)
{
    /// <summary>llama.cpp's architecture name.</summary>
    public string Name { get; } = name;

    /// <summary>Builds the shape; what doesn't fit the family is reported to <see cref="Hyperparameters.Refuse"/>.</summary>
    public virtual Architecture Read(Hyperparameters h) =>
        new()
        {
            Name = Name,
            EmbeddingLength = h.EmbeddingLength,
            VocabularySize = h.VocabularySize,
            ContextLength = h.ContextLength,
            RotaryDimensions = h.RotaryDimensions,
            Layers = [.. Enumerable.Range(0, h.MainLayerCount).Select(i => ReadLayer(h, i))],
            MtpLayers = [.. Enumerable.Range(h.MainLayerCount, h.MtpLayerCount).Select(i => ReadMtpLayer(h, i))],
            ExpertGating = h.Experts > 0 ? (int)ExpertGating.SoftMax : 0,
            ExpertWeightsNormalized = h.Experts > 0,
            ExpertWeightsScale = h.Number("expert_weights_scale", 0),
            Metadata = h.Metadata,
        };

    /// <summary>Names and shapes of all weights, in no particular order.</summary>
    public virtual void AddWeights(WeightListBuilder list, Architecture architecture, WeightTraits traits)
    {
        list.AddEmbeddings(architecture, traits);
        for (int i = 0; i < architecture.Layers.Length; i++)
        {
            list.BeginLayer(i);
            AddLayer(list, architecture, architecture.Layers[i], traits);
        }

        for (int i = 0; i < architecture.MtpLayers.Length; i++)
        {
            list.BeginLayer(architecture.Layers.Length + i);
            AddLayer(list, architecture, architecture.MtpLayers[i], traits);
            list.AddMtpHead();
        }
    }

    /// <summary>One main layer.</summary>
    protected virtual Layer ReadLayer(Hyperparameters h, int layer) => new(Full(h, layer), Dense(h, layer));

    /// <summary>One multi-token-prediction layer: full attention whatever the main layers do.</summary>
    protected virtual Layer ReadMtpLayer(Hyperparameters h, int layer) => ReadLayer(h, layer);

    /// <summary>The weights of one layer.</summary>
    protected abstract void AddLayer(WeightListBuilder list, Architecture architecture, Layer layer, WeightTraits traits);

    protected static FullAttention Full(Hyperparameters h, int layer)
    {
        if (h.Heads(layer) == 0 || h.KeyValueHeads(layer) == 0 || h.KeyLength == 0 || h.ValueLength == 0)
        {
            h.Refuse("an attention layer has no heads");
        }

        return new FullAttention(h.Heads(layer), h.KeyValueHeads(layer), h.KeyLength, h.ValueLength);
    }

    protected static SlidingAttention Sliding(Hyperparameters h, int layer, int window) =>
        new(h.Heads(layer), h.KeyValueHeads(layer), h.SlidingKeyLength, h.SlidingValueLength, window);

    protected static DenseFeedForward Dense(Hyperparameters h, int layer)
    {
        if (h.FeedForward(layer) == 0)
        {
            h.Refuse($"a dense layer has no width ({h.Metadata.Architecture}.feed_forward_length)");
        }

        return new DenseFeedForward(h.FeedForward(layer));
    }

    /// <summary>Routed experts; a family that must have them is refused without.</summary>
    protected static ExpertFeedForward Routed(Hyperparameters h, int width, int sharedWidth)
    {
        if (h.Experts == 0 || h.ExpertsUsed == 0 || h.ExpertsUsed > h.Experts || width == 0)
        {
            h.Refuse($"{h.ExpertsUsed} of {h.Experts} experts of width {width} is no expert layer");
        }

        return new ExpertFeedForward(h.Experts, h.ExpertsUsed, width, sharedWidth);
    }

    /// <summary>Whether a layer slides: listed per layer, or every <paramref name="period"/>th sees everything (llama-model.cpp, load_swa_pattern; llama-hparams.cpp, set_swa_pattern).</summary>
    protected static bool Slides(Hyperparameters h, int layer, int period)
    {
        const string Key = "attention.sliding_window_pattern";
        if (h.Metadata.TryGetIntegers($"{h.Metadata.Architecture}.{Key}", out ImmutableArray<long>? listed))
        {
            return listed.Value.Length > layer && listed.Value[layer] != 0;
        }

        period = h.Optional(Key, period);
        return layer < h.MainLayerCount && (period == 0 || layer % period < period - 1);
    }
}

/// <summary>How a router turns scores to weights (llama-hparams.h, llama_expert_gating_func_type).</summary>
internal enum ExpertGating
{
    None = 0,
    SoftMax = 1,
    Sigmoid = 2,
    SoftMaxOfChosen = 3,
}
