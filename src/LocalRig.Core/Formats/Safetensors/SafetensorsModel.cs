using System.Collections.Immutable;
using LocalRig.Units;

namespace LocalRig.Formats.Safetensors;

/// <summary>A whole safetensors model: one file's header, or those of all files its index names.</summary>
public sealed record SafetensorsModel
{
    private SafetensorsModel(ImmutableArray<SafetensorsTensor> tensors, int parts)
    {
        Tensors = tensors;
        Parts = parts;
    }

    /// <summary>All tensors, file after file.</summary>
    public ImmutableArray<SafetensorsTensor> Tensors { get; }

    /// <summary>How many files hold them.</summary>
    public int Parts { get; }

    /// <summary>Bytes of all tensor data.</summary>
    public ByteSize TotalSize => new(Tensors.Sum(t => t.Size.Bytes));

    /// <summary>A model in one file.</summary>
    public static SafetensorsModel Whole(SafetensorsHeader header) => new(header.Tensors, 1);

    /// <summary>Puts the headers of an index's files together after checking that each tensor is where the index says.</summary>
    /// <param name="index">The index.</param>
    /// <param name="headers">One header for each of the index's files, in its order.</param>
    /// <exception cref="SplitModelException">Index and files disagree.</exception>
    public static SafetensorsModel Merge(SafetensorsIndex index, IReadOnlyList<SafetensorsHeader> headers)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(headers.Count, index.Files.Length);
        ImmutableArray<SafetensorsTensor> tensors = [.. headers.SelectMany((h, part) => h.Tensors.Select(t => t with { Part = part }))];
        Dictionary<string, int> found = [];
        foreach (SafetensorsTensor tensor in tensors)
        {
            if (!found.TryAdd(tensor.Name, tensor.Part))
            {
                throw new SplitModelException(tensor.Name, $"the tensor is in {index.Files[found[tensor.Name]]} and in {index.Files[tensor.Part]}");
            }
        }

        foreach ((string name, int part) in index.FileOf)
        {
            if (!found.TryGetValue(name, out int at) || at != part)
            {
                throw new SplitModelException(name, $"the index says the tensor is in {index.Files[part]}, but it isn't");
            }
        }

        return new SafetensorsModel(tensors, headers.Count);
    }
}
