namespace LocalRig.Models;

/// <summary>Elements per dimension, fastest-varying first, as ggml's <c>ne[4]</c>; unused dimensions are 1.</summary>
/// <param name="Ne0">Row length.</param>
/// <param name="Ne1">Second dimension.</param>
/// <param name="Ne2">Third dimension.</param>
/// <param name="Ne3">Fourth dimension.</param>
public readonly record struct TensorShape(long Ne0, long Ne1 = 1, long Ne2 = 1, long Ne3 = 1)
{
    /// <summary>Number of elements.</summary>
    public long Elements => checked(Ne0 * Ne1 * Ne2 * Ne3);

    /// <summary>Dimensions in use: trailing ones don't count, the first always does (ggml_n_dims).</summary>
    public int Dimensions => Ne3 > 1 ? 4 : Ne2 > 1 ? 3 : Ne1 > 1 ? 2 : 1;

    /// <summary>The shape as people write it: <c>4096 x 14336</c>.</summary>
    public override string ToString() =>
        Dimensions switch
        {
            4 => $"{Ne0} x {Ne1} x {Ne2} x {Ne3}",
            3 => $"{Ne0} x {Ne1} x {Ne2}",
            2 => $"{Ne0} x {Ne1}",
            _ => $"{Ne0}",
        };
}
