using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>What reading a model's metadata gave: a known shape, or a reason why not.</summary>
public abstract record ArchitectureReading;

/// <summary>A shape LocalRig knows to the last tensor.</summary>
/// <param name="Architecture">The shape.</param>
public sealed record KnownArchitecture(Architecture Architecture) : ArchitectureReading;

/// <summary>A shape LocalRig doesn't know; whatever dimensions the metadata names serve for bounds.</summary>
/// <param name="Name">The name the metadata gives (<c>general.architecture</c>); may be empty.</param>
/// <param name="Reason">One sentence for the user.</param>
/// <param name="Dimensions">Dimensions that are known all the same.</param>
public sealed record UnknownArchitecture(string Name, string Reason, KnownDimensions Dimensions) : ArchitectureReading
{
    /// <summary>Whether the architecture is known and the header is one that llama.cpp refuses.</summary>
    public bool IsRefused { get; init; }
}

/// <summary>Dimensions of a model of unknown architecture; null is not given.</summary>
/// <param name="Layers">Number of layers.</param>
/// <param name="EmbeddingLength">Elements of the residual stream.</param>
/// <param name="Heads">Most query heads of any layer.</param>
/// <param name="KeyValueHeads">Most key/value heads of any layer.</param>
/// <param name="KeyLength">Elements of one key head.</param>
/// <param name="ValueLength">Elements of one value head.</param>
/// <param name="VocabularySize">Tokens in the vocabulary.</param>
/// <param name="ContextLength">Tokens the model was trained for.</param>
public sealed record KnownDimensions(
    int? Layers,
    int? EmbeddingLength,
    int? Heads,
    int? KeyValueHeads,
    int? KeyLength,
    int? ValueLength,
    int? VocabularySize,
    int? ContextLength
);
