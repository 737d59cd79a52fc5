using System.Collections.Immutable;
using LocalRig.Units;

namespace LocalRig.Models;

/// <summary>All weight tensors of a model in file order: the truth about weight bytes.</summary>
public sealed class TensorLayout
{
    /// <summary>Makes a layout; names must be unique.</summary>
    /// <exception cref="ArgumentException">Two tensors share a name.</exception>
    public TensorLayout(IEnumerable<TensorInfo> tensors)
        : this([.. tensors])
    {
        HashSet<string> names = new(Tensors.Length);
        if (Tensors.FirstOrDefault(t => !names.Add(t.Name)) is { } twice)
        {
            throw new ArgumentException($"Two tensors are called '{twice.Name}'.", nameof(tensors));
        }
    }

    private TensorLayout(ImmutableArray<TensorInfo> tensors)
    {
        Tensors = tensors;
        TotalSize = new ByteSize(Tensors.Sum(t => t.Size.Bytes));
        Elements = Tensors.Sum(t => t.Shape.Elements);
    }

    /// <summary>A layout whose names are unique because a family's weight list made them.</summary>
    internal static TensorLayout OfDistinct(ImmutableArray<TensorInfo> tensors) => new(tensors);

    /// <summary>The tensors in file order.</summary>
    public ImmutableArray<TensorInfo> Tensors { get; }

    /// <summary>Bytes of all tensor data, without alignment padding.</summary>
    public ByteSize TotalSize { get; }

    /// <summary>Number of elements in all tensors: the parameter count.</summary>
    public long Elements { get; }

    /// <summary>Average bits per parameter.</summary>
    public double BitsPerWeight => Elements == 0 ? 0 : 8.0 * TotalSize.Bytes / Elements;

    /// <summary>The tensor of that name, or null. Looks through all: who asks for many makes a table.</summary>
    public TensorInfo? Find(string name)
    {
        foreach (TensorInfo tensor in Tensors)
        {
            if (tensor.Name == name)
            {
                return tensor;
            }
        }

        return null;
    }
}
