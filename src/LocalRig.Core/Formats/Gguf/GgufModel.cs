using System.Collections.Immutable;
using LocalRig.Models;

namespace LocalRig.Formats.Gguf;

/// <summary>A whole GGUF model: one file's header, or those of all parts of a split one.</summary>
public sealed record GgufModel
{
    private GgufModel(ImmutableArray<GgufHeader> parts, ImmutableArray<TensorInfo> tensors)
    {
        Parts = parts;
        Tensors = tensors;
    }

    /// <summary>The headers in order.</summary>
    public ImmutableArray<GgufHeader> Parts { get; }

    /// <summary>The model's facts: those of the first part.</summary>
    public Metadata Metadata => Parts[0].Metadata;

    /// <summary>All tensors, part after part.</summary>
    public ImmutableArray<TensorInfo> Tensors { get; }

    /// <summary>Puts headers together after checking that they are all parts of one model, each once, in order
    /// (llama_model_loader's constructor, llama-model-loader.cpp).</summary>
    /// <param name="headers">The headers, first part first.</param>
    /// <exception cref="SplitModelException">A part is missing or belongs elsewhere.</exception>
    public static GgufModel Merge(params IReadOnlyList<GgufHeader> headers)
    {
        ArgumentOutOfRangeException.ThrowIfZero(headers.Count);
        GgufHeader first = headers[0];
        if (first.Part != 0)
        {
            throw new SplitModelException(GgufSplit.NumberKey, $"this is part {first.Part + 1} of {first.PartCount}, name the first part");
        }

        if (headers.Count != first.PartCount)
        {
            throw new SplitModelException(GgufSplit.CountKey, $"the model says it has {first.PartCount} parts, {headers.Count} are here");
        }

        for (int i = 0; i < headers.Count; i++)
        {
            if (headers[i].Part != i || headers[i].PartCount != first.PartCount)
            {
                throw new SplitModelException(GgufSplit.NumberKey, $"the file named part {i + 1} of {first.PartCount} says it is part {headers[i].Part + 1} of {headers[i].PartCount}");
            }
        }

        ImmutableArray<TensorInfo> tensors = headers.Count == 1 ? first.Tensors : [.. headers.SelectMany(h => h.Tensors)];
        CheckTensors(first, tensors);
        return new GgufModel([.. headers], tensors);
    }

    private static void CheckTensors(GgufHeader first, ImmutableArray<TensorInfo> tensors)
    {
        if (first.PartCount == 1)
        {
            return;
        }

        if (first.Metadata.Integer(GgufSplit.TensorCountKey) is long expected && expected != tensors.Length)
        {
            throw new SplitModelException(GgufSplit.TensorCountKey, $"the parts should hold {expected} tensors together but hold {tensors.Length}");
        }

        HashSet<string> names = [];
        if (tensors.FirstOrDefault(t => !names.Add(t.Name)) is TensorInfo twice)
        {
            throw new SplitModelException(twice.Name, $"the tensor occurs in two parts, again in part {twice.Part + 1}");
        }
    }
}
