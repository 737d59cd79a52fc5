using System.Globalization;
using LocalRig.Models;
using LocalRig.Units;

namespace LocalRig.Catalog;

/// <summary>How far published files of a name lie from the recipe that the name means or starts from: nine in ten of the files whose publisher
/// chose other types (docs/file-sizes.md; a test measures both from data/models/published-files.json).</summary>
/// <param name="Low">The least, as a share of the recipe's bytes.</param>
/// <param name="High">The most.</param>
/// <param name="Sentence">The same in words.</param>
internal sealed record NamedSpread(double Low, double High, string Sentence)
{
    /// <summary>Files under the name of a plain recipe.</summary>
    public static NamedSpread OfRecipes { get; } = Of(0.938, 1.079, "a publisher's own mix under that name");

    /// <summary>Files under a name of the publisher's own (UD-Q4_K_XL), against the recipe that it starts from.</summary>
    public static NamedSpread OfMixes { get; } = Of(0.90, 1.07, "a publisher's mix");

    /// <summary>Bounds around a recipe's bytes.</summary>
    public WeightBounds Around(ByteSize recipe) => new(new ByteSize((long)(recipe.Bytes * Low)), new ByteSize((long)Math.Ceiling(recipe.Bytes * High)));

    private static NamedSpread Of(double low, double high, string what) =>
        new(low, high, $"{what} is {Percent(1 - low)} smaller to {Percent(high - 1)} larger (nine in ten are); a header or --file-bytes tells");

    private static string Percent(double share) => (share * 100).ToString("0", CultureInfo.InvariantCulture) + " %";
}
