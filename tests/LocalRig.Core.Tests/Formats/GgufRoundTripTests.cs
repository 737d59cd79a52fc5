using System.Collections;
using System.Collections.Immutable;
using CsCheck;
using LocalRig.Formats.Gguf;
using LocalRig.Models;
using LocalRig.Quantization;
using Xunit;

namespace LocalRig.Core.Tests.Formats;

public class GgufRoundTripTests
{
    private sealed record Entry(string Key, GgufValueType Type, GgufValueType? ItemType, object Value, object Expected);

    private sealed record TensorSpec(string Name, TensorType Type, long[] Shape);

    private static readonly Gen<string> Text = Gen.String[Gen.Char.AlphaNumeric, 0, 40].Select(Gen.Int[0, 3], (s, k) => k == 0 ? s + "Ġé漢😀" : s);

    private static readonly Gen<(GgufValueType Type, object Value, object Expected)> Scalar = Gen.OneOf(
        Gen.Byte.Select(v => (GgufValueType.UInt8, (object)v, (object)(long)v)),
        Gen.SByte.Select(v => (GgufValueType.Int8, (object)v, (object)(long)v)),
        Gen.UShort.Select(v => (GgufValueType.UInt16, (object)v, (object)(long)v)),
        Gen.Short.Select(v => (GgufValueType.Int16, (object)v, (object)(long)v)),
        Gen.UInt.Select(v => (GgufValueType.UInt32, (object)v, (object)(long)v)),
        Gen.Int.Select(v => (GgufValueType.Int32, (object)v, (object)(long)v)),
        Gen.ULong.Select(v => (GgufValueType.UInt64, (object)v, v <= long.MaxValue ? (long)v : (object)v)),
        Gen.Long.Select(v => (GgufValueType.Int64, (object)v, (object)v)),
        Gen.Float.Select(v => (GgufValueType.Float32, (object)v, (object)(double)v)),
        Gen.Double.Select(v => (GgufValueType.Float64, (object)v, (object)v)),
        Gen.Bool.Select(v => (GgufValueType.Bool, (object)v, (object)v)),
        Text.Select(v => (GgufValueType.String, (object)v, (object)v)));

    private static readonly Gen<(GgufValueType Type, ICollection Value, object Expected)> Items = Gen.OneOf(
        Gen.Int.Array[0, 50].Select(v => (GgufValueType.Int32, (ICollection)v, (object)v.Select(i => (long)i).ToImmutableArray())),
        Gen.UShort.Array[0, 50].Select(v => (GgufValueType.UInt16, (ICollection)v, (object)v.Select(i => (long)i).ToImmutableArray())),
        Gen.Bool.Array[0, 50].Select(v => (GgufValueType.Bool, (ICollection)v, (object)v.Select(i => i ? 1L : 0L).ToImmutableArray())),
        Gen.Float.Array[0, 50].Select(v => (GgufValueType.Float32, (ICollection)v, (object)v.Select(i => (double)i).ToImmutableArray())),
        Gen.Double.Array[0, 50].Select(v => (GgufValueType.Float64, (ICollection)v, (object)v.ToImmutableArray())),
        Text.Array[0, 50].Select(v => (GgufValueType.String, (ICollection)v, (object)v.ToImmutableArray())));

    private static readonly Gen<Entry> AnyEntry = Gen.Frequency(
        (3, Scalar.Select(s => new Entry("", s.Type, null, s.Value, s.Expected))),
        (1, Items.Select(i => new Entry("", GgufValueType.Array, i.Type, i.Value, i.Expected))));

    private static readonly TensorType[] Types = [.. Enum.GetValues<TensorType>().Where(t => t.IsKnown())];

    private static readonly Gen<TensorSpec> AnyTensor =
        from type in Gen.Int[0, Types.Length - 1].Select(i => Types[i])
        from blocks in Gen.Long[1, 40]
        from rest in Gen.Long[1, 12].Array[0, 3]
        select new TensorSpec("", type, [blocks * type.BlockElements(), .. rest]);

    [Fact]
    public void What_was_written_is_read_again()
    {
        Gen<(Entry[] Entries, TensorSpec[] Tensors, int Version, ByteOrder Order, int Alignment)> anyFile =
            from entries in AnyEntry.Array[0, 20]
            from tensors in AnyTensor.Array[0, 20]
            from version in Gen.Int[2, 3]
            from order in Gen.Enum<ByteOrder>()
            from alignment in Gen.Int[3, 12].Select(bits => 1 << bits)
            select (entries, tensors, version, order, alignment);

        anyFile.Sample(
            f =>
            {
                GgufWriter writer = new(f.Version, f.Order, f.Alignment);
                Entry[] entries = [.. f.Entries.Select((e, i) => e with { Key = $"key.{i}" })];
                TensorSpec[] tensors = [.. f.Tensors.Select((t, i) => t with { Name = $"blk.{i}.weight" })];
                Write(writer, entries, tensors);
                byte[] header = writer.ToArray();

                GgufHeader read = GgufReader.Read(header, header.Length + writer.DataBytes, Decoding(entries));

                Assert.Equal((f.Version, f.Order, f.Alignment), (read.Version, read.ByteOrder, read.Alignment));
                Assert.All(entries, e => Assert.Equal(e.Expected, read.Metadata.Values[e.Key]));
                Assert.Equal(entries.Length + (f.Alignment == 32 ? 0 : 1), read.Metadata.Values.Count);
                Assert.Equal(
                    tensors.Select(t => (t.Name, t.Type, Shape: ShapeOf(t.Shape))),
                    read.Tensors.Select(t => (t.Name, t.Type, t.Shape)));
                Assert.Equal(header.Length, read.DataOffset);
                Assert.InRange(header.Length + writer.DataBytes - read.EndOfData, 0, f.Alignment - 1);
            },
            iter: 2000);
    }

    private static GgufReadOptions Decoding(Entry[] entries) =>
        new() { Wanted = entries.Where(e => e.ItemType == GgufValueType.String).Select(e => e.Key).ToHashSet() };

    private static TensorShape ShapeOf(long[] s) =>
        new(s[0], s.ElementAtOrDefault(1) is 0 ? 1 : s[1], s.ElementAtOrDefault(2) is 0 ? 1 : s[2], s.ElementAtOrDefault(3) is 0 ? 1 : s[3]);

    private static void Write(GgufWriter writer, Entry[] entries, TensorSpec[] tensors)
    {
        foreach (Entry e in entries)
        {
            _ = e.ItemType is GgufValueType item ? writer.AddArray(e.Key, item, (ICollection)e.Value) : writer.Add(e.Key, e.Type, e.Value);
        }

        foreach (TensorSpec t in tensors)
        {
            writer.AddTensor(t.Name, t.Type, t.Shape);
        }
    }
}
