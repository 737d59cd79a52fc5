using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>The weights a model of known architecture has, without a file.</summary>
public static class WeightList
{
    /// <summary>All weights in llama-quantize's file order: by layer, then by name (llama-model-loader.h, weight_name_comparer).</summary>
    /// <param name="architecture">A shape that <see cref="ArchitectureReader"/> gave.</param>
    /// <param name="traits">What metadata doesn't say.</param>
    public static ImmutableArray<WeightShape> For(Architecture architecture, WeightTraits traits)
    {
        ArchitectureFamily family =
            FamilyTable.Find(architecture.Name)
            ?? throw new ArgumentException($"LocalRig has no weight list for '{architecture.Name}'.", nameof(architecture));
        var builder = new WeightListBuilder(architecture.EmbeddingLength);
        family.AddWeights(builder, architecture, traits);
        return builder.InFileOrder();
    }

    /// <summary>The layer in a tensor's name, or -1: 7 for <c>blk.7.attn_q.weight</c>.</summary>
    public static int LayerOf(ReadOnlySpan<char> name)
    {
        if (!name.StartsWith("blk."))
        {
            return -1;
        }

        name = name[4..];
        int dot = name.IndexOf('.');
        return dot > 0 && int.TryParse(name[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out int layer) ? layer : -1;
    }
}
