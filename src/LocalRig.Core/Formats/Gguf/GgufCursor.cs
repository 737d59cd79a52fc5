using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace LocalRig.Formats.Gguf;

/// <summary>A place in a header's bytes that only moves forward and never beyond the file's end.</summary>
/// <param name="bytes">The file's first bytes, as many as are at hand.</param>
/// <param name="fileLength">Bytes of the whole file; <see cref="long.MaxValue"/> when unknown.</param>
internal ref struct GgufCursor(ReadOnlySpan<byte> bytes, long fileLength)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    public bool BigEndian { get; set; }

    public readonly int Position => _position;

    public readonly bool IsEmptyFile => fileLength == 0;

    private readonly long Remaining => fileLength - _position;

    public byte ReadByte(string field) => Take(1, field)[0];

    public ushort ReadUInt16(string field)
    {
        ReadOnlySpan<byte> b = Take(sizeof(ushort), field);
        return BigEndian ? BinaryPrimitives.ReadUInt16BigEndian(b) : BinaryPrimitives.ReadUInt16LittleEndian(b);
    }

    public uint ReadUInt32(string field)
    {
        ReadOnlySpan<byte> b = Take(sizeof(uint), field);
        return BigEndian ? BinaryPrimitives.ReadUInt32BigEndian(b) : BinaryPrimitives.ReadUInt32LittleEndian(b);
    }

    /// <summary>A type's number; numbers above the range of enums come out negative, as no known type is.</summary>
    public int ReadTypeId(string field) => unchecked((int)ReadUInt32(field));

    public ulong ReadUInt64(string field)
    {
        ReadOnlySpan<byte> b = Take(sizeof(ulong), field);
        return BigEndian ? BinaryPrimitives.ReadUInt64BigEndian(b) : BinaryPrimitives.ReadUInt64LittleEndian(b);
    }

    public ReadOnlySpan<byte> Take(long count, string field)
    {
        if ((ulong)count > (ulong)(_bytes.Length - _position))
        {
            ThrowBeyond(_position, count, field);
        }

        ReadOnlySpan<byte> taken = _bytes.Slice(_position, (int)count);
        _position += (int)count;
        return taken;
    }

    /// <summary>A count of things that take at least so many bytes each, held against what the file can hold.</summary>
    public long ReadCount(string field, string things, int smallest, long limit)
    {
        int at = _position;
        ulong count = ReadUInt64(field);
        if (count > long.MaxValue)
        {
            throw new CorruptModelException(at, field, $"the number of {things} is negative ({unchecked((long)count)})");
        }

        if (count > (ulong)limit)
        {
            throw new FormatLimitException(at, field, $"the file claims {count} {things}, LocalRig reads at most {limit}");
        }

        if ((long)count > Remaining / smallest)
        {
            long missing = (long)count * smallest - Remaining;
            throw new TruncatedModelException(at, field, $"the file ends before its {count} {things} do, at least {missing} bytes are missing", missing);
        }

        return (long)count;
    }

    /// <summary>Text of at most so many bytes; what is no UTF-8 is an error for names and replaced in values.</summary>
    public string ReadText(string field, int limit, bool strict)
    {
        int at = _position;
        ulong length = ReadUInt64(field);
        if (length > (ulong)limit)
        {
            throw new FormatLimitException(at, field, $"a text of {length} bytes is longer than the {limit} allowed here");
        }

        ReadOnlySpan<byte> text = Take((long)length, field);
        return !strict || Utf8.IsValid(text)
            ? Encoding.UTF8.GetString(text)
            : throw new CorruptModelException(at, field, "the name is not valid UTF-8");
    }

    /// <summary>Hops over texts from length to length without looking at them.</summary>
    public void SkipTexts(long count, string field)
    {
        ReadOnlySpan<byte> b = _bytes;
        int p = _position;
        for (long i = 0; i < count; i++)
        {
            if (b.Length - p < sizeof(ulong))
            {
                ThrowBeyond(p, sizeof(ulong), field);
            }

            ulong raw = BitConverter.ToUInt64(b.Slice(p, sizeof(ulong)));
            ulong length = BigEndian == BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(raw) : raw;
            p += sizeof(ulong);
            if (length > (ulong)(b.Length - p))
            {
                ThrowBeyond(p, (long)Math.Min(length, long.MaxValue), field);
            }

            p += (int)length;
        }

        _position = p;
    }

    [DoesNotReturn]
    private readonly void ThrowBeyond(long at, long count, string field)
    {
        if (count > GgufLimits.HeaderBytes - at)
        {
            throw new FormatLimitException(at, field, $"{count} bytes claimed here would take the header beyond the {GgufLimits.HeaderBytes} bytes LocalRig reads");
        }

        if (count > fileLength - at)
        {
            long missing = count - (fileLength - at);
            throw new TruncatedModelException(at, field, $"the file ends inside its header, at least {missing} bytes are missing", missing);
        }

        throw new MoreBytesNeededException(at + count);
    }
}
