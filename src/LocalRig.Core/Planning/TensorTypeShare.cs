using System.Collections.Immutable;
using LocalRig.Models;
using LocalRig.Quantization;
using LocalRig.Units;

namespace LocalRig.Planning;

/// <summary>How much of a model is stored in one type.</summary>
/// <param name="Type">The type.</param>
/// <param name="Tensors">Tensors of that type.</param>
/// <param name="Elements">Their parameters.</param>
/// <param name="Size">Their bytes.</param>
public sealed record TensorTypeShare(TensorType Type, int Tensors, long Elements, ByteSize Size)
{
    /// <summary>The shares of a layout, largest first.</summary>
    public static ImmutableArray<TensorTypeShare> Of(TensorLayout layout) =>
    [
        .. layout.Tensors.GroupBy(t => t.Type)
            .Select(g => new TensorTypeShare(g.Key, g.Count(), g.Sum(t => t.Shape.Elements), new ByteSize(g.Sum(t => t.Size.Bytes))))
            .OrderByDescending(s => s.Size.Bytes),
    ];
}
