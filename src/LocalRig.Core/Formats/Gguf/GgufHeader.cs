using System.Collections.Immutable;
using LocalRig.Models;

namespace LocalRig.Formats.Gguf;

/// <summary>The order of bytes in a file's numbers.</summary>
public enum ByteOrder
{
    /// <summary>Least significant byte first: nearly all files.</summary>
    LittleEndian,

    /// <summary>Most significant byte first: files for s390x and POWER.</summary>
    BigEndian,
}

/// <summary>Everything before a GGUF file's tensor data: facts and tensor descriptions.</summary>
public sealed record GgufHeader
{
    /// <summary>GGUF version, 2 or 3.</summary>
    public required int Version { get; init; }

    /// <summary>The order of bytes in its numbers.</summary>
    public required ByteOrder ByteOrder { get; init; }

    /// <summary>Its named facts.</summary>
    public required Metadata Metadata { get; init; }

    /// <summary>Its tensors in file order; offsets count from <see cref="DataOffset"/>.</summary>
    public required ImmutableArray<TensorInfo> Tensors { get; init; }

    /// <summary>Bytes each tensor's data is aligned to (<c>general.alignment</c>).</summary>
    public required int Alignment { get; init; }

    /// <summary>Bytes of the header proper, without the padding before the data.</summary>
    public required long HeaderBytes { get; init; }

    /// <summary>Where tensor data begins, in bytes from the start of the file.</summary>
    public required long DataOffset { get; init; }

    /// <summary>Bytes from the start of the file to the end of its last tensor: the least the file can have.</summary>
    public long EndOfData =>
        Tensors.IsEmpty ? HeaderBytes : DataOffset + Tensors.Max(t => t.Offset + t.Size.Bytes);

    /// <summary>Which part of a split model this is, from 0 (<c>split.no</c>).</summary>
    public int Part => (int)(Metadata.Integer(GgufSplit.NumberKey) ?? 0);

    /// <summary>Files the model is split into (<c>split.count</c>); 1 when it is whole.</summary>
    public int PartCount => (int)Math.Max(1, Metadata.Integer(GgufSplit.CountKey) ?? 1);
}
