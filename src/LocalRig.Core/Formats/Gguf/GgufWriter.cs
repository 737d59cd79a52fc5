using System.Buffers;
using System.Buffers.Binary;
using System.Collections;
using System.Text;
using LocalRig.Models;
using LocalRig.Quantization;

namespace LocalRig.Formats.Gguf;

/// <summary>Writes GGUF headers: the reader's counterpart, for round trips and synthetic models.</summary>
/// <param name="version">2 or 3; anything else is written as it is.</param>
/// <param name="byteOrder">The order of bytes in numbers.</param>
/// <param name="alignment">Bytes tensor data is aligned to; written as <c>general.alignment</c> when it isn't the default.</param>
public sealed class GgufWriter(int version = 3, ByteOrder byteOrder = ByteOrder.LittleEndian, int alignment = GgufLimits.DefaultAlignment)
{
    private readonly ArrayBufferWriter<byte> _keys = new();
    private readonly ArrayBufferWriter<byte> _tensors = new();
    private long _keyCount;
    private long _tensorCount;
    private long _dataBytes;
    private bool _aligned;

    /// <summary>Bytes of tensor data that belong behind the header, padding between tensors included.</summary>
    public long DataBytes => _dataBytes;

    /// <summary>Adds a metadata value of one of GGUF's scalar types.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="type">How to write it.</param>
    /// <param name="value">A <see cref="bool"/>, number or text that the type can hold.</param>
    public GgufWriter Add(string key, GgufValueType type, object value)
    {
        BeginEntry(key, type);
        Value(_keys, type, value);
        return this;
    }

    /// <summary>Adds an array; its items may be arrays' items in turn, as pairs of type and list.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="itemType">How to write each item.</param>
    /// <param name="items">The items.</param>
    public GgufWriter AddArray(string key, GgufValueType itemType, ICollection items)
    {
        BeginEntry(key, GgufValueType.Array);
        Items(itemType, items);
        return this;
    }

    /// <summary>Adds a tensor behind those already there.</summary>
    public GgufWriter AddTensor(string name, TensorType type, params ReadOnlySpan<long> shape)
    {
        long ne(ReadOnlySpan<long> s, int d) => d < s.Length ? s[d] : 1;
        TensorInfo tensor = new(name, type, new TensorShape(ne(shape, 0), ne(shape, 1), ne(shape, 2), ne(shape, 3)));
        AddRawTensor(name, (uint)type, shape, _dataBytes);
        _dataBytes += tensor.Size.AlignUp(alignment).Bytes;
        return this;
    }

    /// <summary>Adds a tensor description as given, sound or not.</summary>
    public GgufWriter AddRawTensor(string name, uint type, ReadOnlySpan<long> shape, long offset)
    {
        Text(_tensors, name);
        UInt32(_tensors, (uint)shape.Length);
        foreach (long ne in shape)
        {
            UInt64(_tensors, unchecked((ulong)ne));
        }

        UInt32(_tensors, type);
        UInt64(_tensors, unchecked((ulong)offset));
        _tensorCount++;
        return this;
    }

    /// <summary>The header's bytes, padded to where tensor data begins.</summary>
    public byte[] ToArray()
    {
        if (alignment != GgufLimits.DefaultAlignment && !_aligned)
        {
            _aligned = true;
            Add("general.alignment", GgufValueType.UInt32, (uint)alignment);
        }

        ArrayBufferWriter<byte> all = new();
        all.Write(GgufReader.Magic);
        UInt32(all, (uint)version);
        UInt64(all, (ulong)_tensorCount);
        UInt64(all, (ulong)_keyCount);
        all.Write(_keys.WrittenSpan);
        all.Write(_tensors.WrittenSpan);
        byte[] bytes = new byte[(all.WrittenCount + alignment - 1) / alignment * alignment];
        all.WrittenSpan.CopyTo(bytes);
        return bytes;
    }

    private void BeginEntry(string key, GgufValueType type)
    {
        Text(_keys, key);
        UInt32(_keys, (uint)type);
        _keyCount++;
    }

    private void Items(GgufValueType itemType, ICollection items)
    {
        UInt32(_keys, (uint)itemType);
        UInt64(_keys, (ulong)items.Count);
        foreach (object item in items)
        {
            Value(_keys, itemType, item);
        }
    }

    private void Value(ArrayBufferWriter<byte> to, GgufValueType type, object value)
    {
        switch (type)
        {
            case GgufValueType.UInt8: Byte(to, Convert.ToByte(value)); break;
            case GgufValueType.Int8: Byte(to, unchecked((byte)Convert.ToSByte(value))); break;
            case GgufValueType.Bool: Byte(to, Convert.ToByte(value)); break;
            case GgufValueType.UInt16: UInt16(to, Convert.ToUInt16(value)); break;
            case GgufValueType.Int16: UInt16(to, unchecked((ushort)Convert.ToInt16(value))); break;
            case GgufValueType.UInt32: UInt32(to, Convert.ToUInt32(value)); break;
            case GgufValueType.Int32: UInt32(to, unchecked((uint)Convert.ToInt32(value))); break;
            case GgufValueType.UInt64: UInt64(to, Convert.ToUInt64(value)); break;
            case GgufValueType.Int64: UInt64(to, unchecked((ulong)Convert.ToInt64(value))); break;
            case GgufValueType.Float32: UInt32(to, BitConverter.SingleToUInt32Bits(Convert.ToSingle(value))); break;
            case GgufValueType.Float64: UInt64(to, BitConverter.DoubleToUInt64Bits(Convert.ToDouble(value))); break;
            case GgufValueType.String: Text(to, (string)value); break;
            default:
                (GgufValueType inner, ICollection items) = ((GgufValueType, ICollection))value;
                Items(inner, items);
                break;
        }
    }

    private void Text(ArrayBufferWriter<byte> to, string text)
    {
        UInt64(to, (ulong)Encoding.UTF8.GetByteCount(text));
        to.Write(Encoding.UTF8.GetBytes(text));
    }

    private static void Byte(ArrayBufferWriter<byte> to, byte value) => to.Write([value]);

    private void UInt16(ArrayBufferWriter<byte> to, ushort value) =>
        to.Write(BitConverter.GetBytes(InOrder() ? value : BinaryPrimitives.ReverseEndianness(value)));

    private void UInt32(ArrayBufferWriter<byte> to, uint value) =>
        to.Write(BitConverter.GetBytes(InOrder() ? value : BinaryPrimitives.ReverseEndianness(value)));

    private void UInt64(ArrayBufferWriter<byte> to, ulong value) =>
        to.Write(BitConverter.GetBytes(InOrder() ? value : BinaryPrimitives.ReverseEndianness(value)));

    private bool InOrder() => BitConverter.IsLittleEndian == (byteOrder == ByteOrder.LittleEndian);
}
