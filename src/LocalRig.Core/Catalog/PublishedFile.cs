using LocalRig.Quantization;

namespace LocalRig.Catalog;

/// <summary>A file somebody published, by its size: what is known of mixes no recipe gives.</summary>
/// <param name="Model">The model as published.</param>
/// <param name="Shape">The catalogue model of the same shape.</param>
/// <param name="Publisher">Who made the file.</param>
/// <param name="Quant">Its name for the mix.</param>
/// <param name="Bytes">The file's size in bytes.</param>
/// <param name="Precision">How far the size may be off by rounding, in bytes; 0 for an exact size.</param>
/// <param name="Why">Why no recipe gives this size; empty for a file llama-quantize's recipe reproduces.</param>
/// <param name="Source">Where the size stands.</param>
/// <param name="Note">What to know about it.</param>
public sealed record PublishedFile(
    string Model,
    string Shape,
    string Publisher,
    string Quant,
    long Bytes,
    long Precision,
    string Why,
    string Source,
    string Note
)
{
    /// <summary>Whether its publisher gave single tensors other types than the recipe of that name does.</summary>
    public bool IsMix { get; init; }

    /// <summary>The type of its token embedding, which stays in main memory; null where no log or listing tells it.</summary>
    public TensorType? Embedding { get; init; }
}
