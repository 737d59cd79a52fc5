using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using LocalRig.Units;

namespace LocalRig.Models;

/// <summary>All weight tensors of a model in file order: the truth about weight bytes.</summary>
public sealed class TensorLayout
{
    private readonly Lazy<Dictionary<string, TensorInfo>> _byName;

    /// <summary>Makes a layout; names must be unique.</summary>
    /// <exception cref="ArgumentException">Two tensors share a name.</exception>
    public TensorLayout(IEnumerable<TensorInfo> tensors)
        : this([.. tensors])
    {
        _ = _byName.Value;
    }

    private TensorLayout(ImmutableArray<TensorInfo> tensors)
    {
        Tensors = tensors;
        _byName = new(() => Tensors.ToDictionary(t => t.Name));
        TotalSize = new ByteSize(Tensors.Sum(t => t.Size.Bytes));
        Elements = Tensors.Sum(t => t.Shape.Elements);
    }

    /// <summary>A layout whose names are unique because a family's weight list made them: names are indexed when first asked for.</summary>
    internal static TensorLayout OfDistinct(ImmutableArray<TensorInfo> tensors) => new(tensors);

    /// <summary>The tensors in file order.</summary>
    public ImmutableArray<TensorInfo> Tensors { get; }

    /// <summary>Bytes of all tensor data, without alignment padding.</summary>
    public ByteSize TotalSize { get; }

    /// <summary>Number of elements in all tensors: the parameter count.</summary>
    public long Elements { get; }

    /// <summary>Average bits per parameter.</summary>
    public double BitsPerWeight => Elements == 0 ? 0 : 8.0 * TotalSize.Bytes / Elements;

    /// <summary>Finds a tensor by name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out TensorInfo? tensor) => _byName.Value.TryGetValue(name, out tensor);

    /// <summary>The tensor of that name, or null.</summary>
    public TensorInfo? Find(string name) => _byName.Value.GetValueOrDefault(name);
}
