using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using LocalRig.Models;

namespace LocalRig.Formats.Gguf;

/// <summary>Reads GGUF headers, version 2 and 3, either byte order (specification: ggml/docs/gguf.md).</summary>
public static class GgufReader
{
    /// <summary>The file's first four bytes, the same in either byte order.</summary>
    public static ReadOnlySpan<byte> Magic => "GGUF"u8;

    /// <summary>Reads the header of a file whose first bytes are at hand.</summary>
    /// <param name="bytes">The file from its start: all of it, or at least its header.</param>
    /// <param name="fileLength">Bytes of the whole file, <see cref="long.MaxValue"/> when unknown.</param>
    /// <param name="options">What to decode.</param>
    /// <exception cref="ModelFormatException">The file is not a sound GGUF file.</exception>
    public static GgufHeader Read(ReadOnlySpan<byte> bytes, long fileLength, GgufReadOptions? options = null) =>
        TryRead(bytes, fileLength, out GgufHeader? header, out long needed, options)
            ? header
            : throw new FormatLimitException(bytes.Length, "header", $"the header needs {needed} bytes, {bytes.Length} are at hand");

    /// <summary>Reads the header of a file that is at hand as a whole.</summary>
    /// <inheritdoc cref="Read(ReadOnlySpan{byte}, long, GgufReadOptions?)"/>
    public static GgufHeader Read(ReadOnlySpan<byte> bytes, GgufReadOptions? options = null) => Read(bytes, bytes.Length, options);

    /// <summary>Reads the header of a file part after part, none of which is kept.</summary>
    /// <param name="window">Gives parts of the file.</param>
    /// <param name="fileLength">Bytes of the whole file.</param>
    /// <param name="options">What to decode.</param>
    /// <exception cref="ModelFormatException">The file is not a sound GGUF file.</exception>
    public static GgufHeader Read(HeaderWindow window, long fileLength, GgufReadOptions? options = null) =>
        ReadHeader(new GgufCursor([], fileLength, window), fileLength, options ?? GgufReadOptions.Default);

    /// <summary>Reads a header if the bytes at hand suffice; a caller that fetches bytes comes again with more.</summary>
    /// <param name="bytes">The file from its start, as far as it is at hand.</param>
    /// <param name="fileLength">Bytes of the whole file, <see cref="long.MaxValue"/> when unknown.</param>
    /// <param name="header">The header, when true.</param>
    /// <param name="needed">When false: bytes from the start of the file to have before the next try, at least.</param>
    /// <param name="options">What to decode.</param>
    /// <exception cref="ModelFormatException">The file is not a sound GGUF file.</exception>
    public static bool TryRead(
        ReadOnlySpan<byte> bytes,
        long fileLength,
        [NotNullWhen(true)] out GgufHeader? header,
        out long needed,
        GgufReadOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fileLength, bytes.Length);
        try
        {
            header = ReadHeader(new GgufCursor(bytes, fileLength), fileLength, options ?? GgufReadOptions.Default);
            needed = header.HeaderBytes;
            return true;
        }
        catch (MoreBytesNeededException more)
        {
            header = null;
            needed = more.Length;
            return false;
        }
    }

    private static GgufHeader ReadHeader(GgufCursor cursor, long fileLength, GgufReadOptions options)
    {
        int version = ReadVersion(ref cursor);
        long tensorCount = cursor.ReadCount("tensor count", "tensors", GgufLimits.SmallestTensor, GgufLimits.Tensors);
        long keyCount = cursor.ReadCount("key count", "metadata keys", GgufLimits.SmallestEntry, GgufLimits.Keys);
        Metadata metadata = new(GgufMetadataReader.Read(ref cursor, keyCount, options));
        int alignment = Alignment(metadata, cursor.Position);
        int part = GgufSplit.PartOf(metadata, cursor.Position);
        int tensorsAt = cursor.Position;
        ImmutableArray<TensorInfo> tensors = GgufTensorReader.Read(ref cursor, tensorCount, alignment, part);
        GgufDataCheck.Disjoint(tensors, tensorsAt);
        long headerBytes = cursor.Position;
        long dataOffset = (headerBytes + alignment - 1) / alignment * alignment;
        if (options.RequireData && fileLength != long.MaxValue)
        {
            GgufDataCheck.Complete(tensors, dataOffset, fileLength);
        }

        return new GgufHeader
        {
            Version = version,
            ByteOrder = cursor.BigEndian ? ByteOrder.BigEndian : ByteOrder.LittleEndian,
            Metadata = metadata,
            Tensors = tensors,
            Alignment = alignment,
            HeaderBytes = headerBytes,
            DataOffset = dataOffset,
        };
    }

    /// <summary>Versions are small numbers, so one that is small only when its bytes are turned round tells the byte order.</summary>
    private static int ReadVersion(ref GgufCursor cursor)
    {
        const string Field = "magic";
        if (cursor.IsEmptyFile)
        {
            throw new UnknownFormatException(0, Field, "the file is empty");
        }

        if (!cursor.Take(Magic.Length, Field).SequenceEqual(Magic))
        {
            throw new UnknownFormatException(0, Field, "this is not a GGUF file: it does not begin with the letters GGUF");
        }

        int at = cursor.Position;
        uint version = cursor.ReadUInt32("version");
        if ((version & 0xFFFF) == 0)
        {
            version = BinaryPrimitives.ReverseEndianness(version);
            cursor.BigEndian = true;
        }

        return version switch
        {
            2 or 3 => (int)version,
            1 => throw new UnsupportedVersionException(at, "version", "GGUF version 1 is no longer read by anybody, convert the model again"),
            _ => throw new UnsupportedVersionException(at, "version", $"GGUF version {version} is unknown, LocalRig reads 2 and 3"),
        };
    }

    private static int Alignment(Metadata metadata, long at)
    {
        const string Key = "general.alignment";
        if (!metadata.Has(Key))
        {
            return GgufLimits.DefaultAlignment;
        }

        return metadata.Integer(Key) is long n and > 0 and <= GgufLimits.Alignment && long.IsPow2(n)
            ? (int)n
            : throw new CorruptModelException(at, Key, $"the alignment {metadata.Values[Key]} is not a power of two up to {GgufLimits.Alignment}");
    }
}
