using LocalRig.Models;

namespace LocalRig.Catalog;

/// <summary>Weights to plan with, and how far they can be trusted.</summary>
/// <param name="Layout">The tensors.</param>
/// <param name="Because">Why they aren't exact; empty when they are.</param>
internal sealed record ScaledLayout(TensorLayout Layout, string Because)
{
    /// <summary>Where the size that decides stands; empty where it is computed.</summary>
    public string Source { get; init; } = "";

    /// <summary>Between which sizes a file of that name lies; null where <see cref="Layout"/> is what is known.</summary>
    public WeightBounds? Bounds { get; init; }
}
