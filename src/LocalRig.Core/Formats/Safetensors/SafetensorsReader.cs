using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using LocalRig.Units;

namespace LocalRig.Formats.Safetensors;

/// <summary>Reads safetensors headers: eight bytes of length, then JSON (github.com/huggingface/safetensors, README, Format).</summary>
public static class SafetensorsReader
{
    private const int LengthBytes = sizeof(ulong);

    /// <summary>Reads the header of a file that is at hand as a whole.</summary>
    /// <exception cref="ModelFormatException">The file is not a sound safetensors file.</exception>
    public static SafetensorsHeader Read(ReadOnlySpan<byte> bytes, int part = 0) =>
        TryRead(bytes, bytes.Length, out SafetensorsHeader? header, out long needed, part)
            ? header
            : throw new FormatLimitException(bytes.Length, "header", $"the header needs {needed} bytes");

    /// <summary>Reads a header if the bytes at hand suffice; a caller that fetches bytes comes again with more.</summary>
    /// <param name="bytes">The file from its start, as far as it is at hand.</param>
    /// <param name="fileLength">Bytes of the whole file, <see cref="long.MaxValue"/> when unknown.</param>
    /// <param name="header">The header, when true.</param>
    /// <param name="needed">Bytes from the start of the file the header takes, as far as is known.</param>
    /// <param name="part">Which file of a sharded model this is, from 0.</param>
    /// <exception cref="ModelFormatException">The file is not a sound safetensors file.</exception>
    public static bool TryRead(
        ReadOnlySpan<byte> bytes,
        long fileLength,
        [NotNullWhen(true)] out SafetensorsHeader? header,
        out long needed,
        int part = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fileLength, bytes.Length);
        header = null;
        needed = LengthBytes;
        Require(needed, fileLength, 0);
        if (bytes.Length < needed)
        {
            return false;
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (length is < 2 or > SafetensorsLimits.HeaderBytes)
        {
            throw new FormatLimitException(0, "header length", $"a header of {length} bytes is not between 2 and the {SafetensorsLimits.HeaderBytes} safetensors allows");
        }

        needed += (long)length;
        Require(needed, fileLength, LengthBytes);
        if (bytes.Length < needed)
        {
            return false;
        }

        header = ReadJson(bytes[LengthBytes..(int)needed], needed, part);
        CheckData(header, fileLength);
        return true;
    }

    private static void Require(long needed, long fileLength, long at)
    {
        if (needed > fileLength)
        {
            long missing = needed - fileLength;
            throw new TruncatedModelException(at, "header", $"the file ends inside its header, at least {missing} bytes are missing", missing);
        }
    }

    private static SafetensorsHeader ReadJson(ReadOnlySpan<byte> json, long headerBytes, int part)
    {
        if (json[0] != (byte)'{')
        {
            throw new UnknownFormatException(LengthBytes, "header", "this is not a safetensors file: no opening brace follows the header's length");
        }

        JsonFacts facts = new(json, LengthBytes, "header", SafetensorsLimits.Depth);
        ImmutableArray<SafetensorsTensor>.Builder tensors = ImmutableArray.CreateBuilder<SafetensorsTensor>();
        Dictionary<string, string> notes = [];
        HashSet<string> names = [];
        facts.Next(JsonTokenType.StartObject);
        while (facts.NextName() is string name)
        {
            facts.Field = name;
            if (!names.Add(name))
            {
                throw facts.Wrong("the name occurs twice");
            }

            if (name == "__metadata__")
            {
                ReadNotes(ref facts, notes);
            }
            else
            {
                tensors.Add(ReadTensor(ref facts, name, part));
            }

            if (tensors.Count > SafetensorsLimits.Tensors)
            {
                throw new FormatLimitException(facts.Offset, name, $"more than {SafetensorsLimits.Tensors} tensors");
            }
        }

        facts.Field = "header";
        facts.End();
        return new SafetensorsHeader(tensors.DrainToImmutable(), notes, headerBytes);
    }

    private static void ReadNotes(ref JsonFacts facts, Dictionary<string, string> notes)
    {
        facts.Next(JsonTokenType.StartObject);
        while (facts.NextName() is string key)
        {
            notes[key] = facts.NextText();
        }
    }

    private static SafetensorsTensor ReadTensor(ref JsonFacts facts, string name, int part)
    {
        string? type = null;
        ImmutableArray<long>? shape = null;
        ImmutableArray<long>? range = null;
        facts.Next(JsonTokenType.StartObject);
        while (facts.NextName() is string key)
        {
            switch (key)
            {
                case "dtype": type = facts.NextText(); break;
                case "shape": shape = ReadList(ref facts, SafetensorsLimits.Dimensions); break;
                case "data_offsets": range = ReadList(ref facts, 2); break;
                default: facts.SkipValue(); break;
            }
        }

        if (type is null || shape is null || range is not [long begin, long end] || end < begin)
        {
            throw facts.Wrong("the tensor lacks a dtype, a shape or two rising data_offsets");
        }

        CheckSize(ref facts, type, shape.Value, end - begin);
        return new SafetensorsTensor(name, type, shape.Value, begin, new ByteSize(end - begin), part);
    }

    private static ImmutableArray<long> ReadList(ref JsonFacts facts, int limit)
    {
        ImmutableArray<long>.Builder items = ImmutableArray.CreateBuilder<long>();
        facts.Next(JsonTokenType.StartArray);
        while (facts.NextInteger() is long item)
        {
            items.Add(items.Count < limit ? item : throw facts.Wrong($"a list of more than {limit} numbers"));
        }

        return items.DrainToImmutable();
    }

    private static void CheckSize(ref JsonFacts facts, string type, ImmutableArray<long> shape, long bytes)
    {
        Int128 elements = 1;
        foreach (long n in shape)
        {
            elements *= n;
            if (elements > long.MaxValue)
            {
                throw facts.Wrong($"a tensor of {string.Join(" x ", shape)} elements is larger than any file");
            }
        }

        if (SafetensorsTypes.Bits(type) is int bits && elements * bits != (Int128)bytes * 8)
        {
            throw facts.Wrong($"{elements} elements of {type} do not take the {bytes} bytes between the tensor's data_offsets");
        }
    }

    /// <summary>Tensors lie one behind the other without holes or overlaps, and end where the file ends (tensor.rs, Metadata::validate).</summary>
    private static void CheckData(SafetensorsHeader header, long fileLength)
    {
        long end = 0;
        foreach (SafetensorsTensor tensor in header.Tensors.OrderBy(t => t.Offset).ThenBy(t => t.Size.Bytes))
        {
            if (tensor.Offset != end)
            {
                string what = tensor.Offset < end ? "overlaps the tensor before it" : "leaves a hole behind the tensor before it";
                throw new CorruptModelException(header.HeaderBytes, tensor.Name, $"the tensor's data at offset {tensor.Offset} {what}, which ends at {end}");
            }

            end += tensor.Size.Bytes;
            if (end > FormatLimits.DataBytes)
            {
                throw new FormatLimitException(header.HeaderBytes, tensor.Name, $"the tensor's data would end beyond the {FormatLimits.DataBytes} bytes any file can have");
            }
        }

        long missing = end - (fileLength - header.HeaderBytes);
        if (fileLength != long.MaxValue && missing > 0)
        {
            throw new TruncatedModelException(fileLength, "tensor data", $"the file ends {missing} bytes before its tensor data does, so it is incomplete", missing);
        }
    }
}
