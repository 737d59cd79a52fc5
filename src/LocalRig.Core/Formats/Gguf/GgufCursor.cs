using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace LocalRig.Formats.Gguf;

/// <summary>A place in a header's bytes that only moves forward and never beyond the file's end.</summary>
/// <param name="bytes">The file's first bytes, as many as are at hand.</param>
/// <param name="fileLength">Bytes of the whole file; <see cref="long.MaxValue"/> when unknown.</param>
/// <param name="more">Gives bytes further on; null where those at hand are all there are for now.</param>
internal ref struct GgufCursor(ReadOnlySpan<byte> bytes, long fileLength, HeaderWindow? more = null)
{
    // What is looked at now: the file's bytes from _start on.
    private ReadOnlySpan<byte> _window = bytes;
    private int _start;
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
        if (count < 0 || count > (long)_start + _window.Length - _position)
        {
            Move(_position, count, field);
        }

        ReadOnlySpan<byte> taken = _window.Slice(_position - _start, (int)count);
        _position += (int)count;
        return taken;
    }

    /// <summary>Passes over bytes that nobody looks at; where more can be had they aren't even fetched.</summary>
    public void Pass(long count, string field)
    {
        if (more is null)
        {
            Take(count, field);
            return;
        }

        Reach(_position, count, field);
        _position += (int)count;
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
        ReadOnlySpan<byte> b = _window;
        int p = _position - _start;
        for (long i = 0; i < count; i++)
        {
            if (b.Length - p < sizeof(ulong))
            {
                Move(_start + p, sizeof(ulong), field);
                b = _window;
                p = 0;
            }

            ulong raw = BitConverter.ToUInt64(b.Slice(p, sizeof(ulong)));
            ulong length = BigEndian == BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(raw) : raw;
            p += sizeof(ulong);
            if (length <= (ulong)(b.Length - p))
            {
                p += (int)length;
                continue;
            }

            // What is passed over isn't fetched: the next look begins behind it.
            _position = _start + p;
            Pass((long)Math.Min(length, long.MaxValue), field);
            _window = [];
            _start = _position;
            b = _window;
            p = 0;
        }

        _position = _start + p;
    }

    /// <summary>Looks further on, or says why that can't be.</summary>
    private void Move(int at, long count, string field)
    {
        if (more is null)
        {
            ThrowBeyond(at, count, field);
        }

        Reach(at, count, field);
        _window = more(at, (int)count);
        _start = at;
    }

    /// <summary>Refuses what lies beyond the file or any header.</summary>
    private readonly void Reach(int at, long count, string field)
    {
        if (count < 0 || count > GgufLimits.HeaderBytes - at || count > fileLength - at)
        {
            ThrowBeyond(at, count, field);
        }
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
