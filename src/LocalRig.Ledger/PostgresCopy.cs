using System.Buffers.Binary;

namespace LocalRig.Ledger;

/// <summary>Rows in PostgreSQL's binary copy format (https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format"), written a buffer at a time: what a driver does
/// for each value takes longer than sending it.</summary>
/// <param name="to">Where to.</param>
internal sealed class PostgresCopy(Stream to)
{
    /// <summary>The columns it writes, in its order.</summary>
    public const string Columns = "id, kind, machine, place, metric, flag, body";

    private const short Fields = 7;
    private const int LargestNumber = sizeof(int) + 16; // a length, and at most a UUID

    private readonly byte[] _buffer = new byte[1 << 16];
    private int _used;

    /// <summary>Begins: a signature, no flags, no extension of the header.</summary>
    public void Start()
    {
        Bytes([.. "PGCOPY\n"u8, 0xff, .. "\r\n\0"u8]);
        Int32(0);
        Int32(0);
    }

    /// <summary>Writes a row.</summary>
    public void Row(in RecordRow row, ReadOnlySpan<byte> flag, int machine, int place, int metric)
    {
        Room(sizeof(short) + LargestNumber);
        BinaryPrimitives.WriteInt16BigEndian(_buffer.AsSpan(_used), Fields);
        _used += sizeof(short);
        Int32(RecordJson.IdBytes);
        row.Id.TryWriteBytes(_buffer.AsSpan(_used), bigEndian: true, out int written);
        _used += written;
        foreach (int number in (ReadOnlySpan<int>)[(int)row.Kind, machine, place, metric])
        {
            Int32(sizeof(int));
            Int32(number);
        }

        Text(flag);
        Text(row.Line.Span);
    }

    /// <summary>Ends, and sends what is left.</summary>
    public void End()
    {
        Room(sizeof(short));
        BinaryPrimitives.WriteInt16BigEndian(_buffer.AsSpan(_used), -1);
        _used += sizeof(short);
        Send();
    }

    private void Text(ReadOnlySpan<byte> utf8)
    {
        Int32(utf8.Length);
        Bytes(utf8);
    }

    private void Int32(int number)
    {
        Room(sizeof(int));
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_used), number);
        _used += sizeof(int);
    }

    private void Bytes(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > _buffer.Length - _used)
        {
            int fits = _buffer.Length - _used;
            bytes[..fits].CopyTo(_buffer.AsSpan(_used));
            _used += fits;
            bytes = bytes[fits..];
            Send();
        }

        bytes.CopyTo(_buffer.AsSpan(_used));
        _used += bytes.Length;
    }

    private void Room(int bytes)
    {
        if (bytes > _buffer.Length - _used)
        {
            Send();
        }
    }

    private void Send()
    {
        to.Write(_buffer, 0, _used);
        _used = 0;
    }
}
