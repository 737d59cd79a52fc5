using System.Collections.Immutable;
using LocalRig.Models;
using LocalRig.Quantization;

namespace LocalRig.Formats.Gguf;

/// <summary>Reads a header's tensor descriptions and holds them to ggml's rules (gguf.cpp, gguf_init_from_reader).</summary>
internal static class GgufTensorReader
{
    public static ImmutableArray<TensorInfo> Read(ref GgufCursor cursor, long count, int alignment, int part)
    {
        ImmutableArray<TensorInfo>.Builder tensors = ImmutableArray.CreateBuilder<TensorInfo>((int)Math.Min(count, 4096));
        HashSet<string> names = new((int)Math.Min(count, 4096));
        for (long i = 0; i < count; i++)
        {
            int at = cursor.Position;
            string name = cursor.ReadText("tensor name", GgufLimits.TensorNameBytes, strict: true);
            if (!names.Add(name))
            {
                throw new CorruptModelException(at, name, "two tensors have this name");
            }

            tensors.Add(ReadOne(ref cursor, name, alignment, part));
        }

        return tensors.DrainToImmutable();
    }

    private static TensorInfo ReadOne(ref GgufCursor cursor, string name, int alignment, int part)
    {
        int at = cursor.Position;
        uint dimensions = cursor.ReadUInt32(name);
        if (dimensions > GgufLimits.Dimensions)
        {
            throw new FormatLimitException(at, name, $"a tensor of {dimensions} dimensions, ggml has at most {GgufLimits.Dimensions}");
        }

        Span<long> ne = [1, 1, 1, 1];
        for (int d = 0; d < dimensions; d++)
        {
            at = cursor.Position;
            ne[d] = unchecked((long)cursor.ReadUInt64(name));
            if (ne[d] < 0)
            {
                throw new CorruptModelException(at, name, $"dimension {d} is negative ({ne[d]})");
            }
        }

        at = cursor.Position;
        TensorType type = (TensorType)cursor.ReadTypeId(name);
        CheckSize(ne, type, at, name);
        at = cursor.Position;
        ulong offset = cursor.ReadUInt64(name);
        if (offset > long.MaxValue)
        {
            throw new CorruptModelException(at, name, $"the tensor's data offset is negative ({unchecked((long)offset)})");
        }

        return offset % (ulong)alignment == 0
            ? new TensorInfo(name, type, new TensorShape(ne[0], ne[1], ne[2], ne[3]), (long)offset, part)
            : throw new CorruptModelException(at, name, $"the tensor's data offset {offset} is no multiple of the alignment {alignment}");
    }

    private static void CheckSize(ReadOnlySpan<long> ne, TensorType type, int at, string name)
    {
        if (!type.IsKnown())
        {
            throw new CorruptModelException(at, name, $"ggml has no tensor type {unchecked((uint)type)}");
        }

        if (ne[0] % type.BlockElements() != 0)
        {
            throw new CorruptModelException(at, name, $"a row of {ne[0]} elements is no multiple of {type.Name()}'s block of {type.BlockElements()}");
        }

        Int128 elements = ne[0];
        Int128 bytes = elements / type.BlockElements() * type.BlockBytes();
        for (int d = 0; d < ne.Length; d++)
        {
            elements = d == 0 ? elements : elements * ne[d];
            bytes = d == 0 ? bytes : bytes * ne[d];
            if (elements > long.MaxValue || bytes > long.MaxValue)
            {
                throw new CorruptModelException(at, name, $"a tensor of {string.Join(" x ", ne.ToArray())} elements is larger than any file");
            }
        }
    }
}
