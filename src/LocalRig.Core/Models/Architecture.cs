using System.Collections.Immutable;

namespace LocalRig.Models;

/// <summary>The shape of a model: widths and an ordered list of layers.</summary>
public sealed record Architecture
{
    /// <summary>llama.cpp's architecture name (<c>general.architecture</c>): <c>llama</c>, <c>qwen35moe</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Elements of the residual stream (n_embd).</summary>
    public required int EmbeddingLength { get; init; }

    /// <summary>Tokens in the vocabulary (n_vocab).</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Tokens of context the model was trained for (n_ctx_train).</summary>
    public required int ContextLength { get; init; }

    /// <summary>The main layers, without multi-token-prediction heads.</summary>
    public required ImmutableArray<Layer> Layers { get; init; }

    /// <summary>Multi-token-prediction layers that follow the main ones (nextn_predict_layers).</summary>
    public ImmutableArray<Layer> MtpLayers { get; init; } = [];

    /// <summary>Elements per head the rotary embedding turns (rope.dimension_count).</summary>
    public int RotaryDimensions { get; init; }

    /// <summary>Expert groups the router chooses from first (DeepSeek-V3), 0 or 1 for none.</summary>
    public int ExpertGroups { get; init; }

    /// <summary>Expert groups a token may use.</summary>
    public int ExpertGroupsUsed { get; init; }

    /// <summary>Whether the router divides chosen weights by their sum (expert_weights_norm).</summary>
    public bool ExpertWeightsNormalized { get; init; }

    /// <summary>Factor on the chosen experts' weights (expert_weights_scale); 0 or 1 leaves them.</summary>
    public double ExpertWeightsScale { get; init; }

    /// <summary>How the router turns scores to weights (expert_gating_func): 1 soft-max, 2 sigmoid, 3 soft-max over the chosen.</summary>
    public int ExpertGating { get; init; }

    /// <summary>Whether it gives a vector for each token and no logits (BERT and other encoders), so that it makes embeddings and no text.</summary>
    public bool IsEncoder { get; init; }

    /// <summary>Whether it was guessed from a file's tensors: a llama-like model of no family LocalRig knows.</summary>
    public bool IsGuess { get; init; }

    /// <summary>The facts it was read from, for rules that need one more.</summary>
    public required Metadata Metadata { get; init; }
}
