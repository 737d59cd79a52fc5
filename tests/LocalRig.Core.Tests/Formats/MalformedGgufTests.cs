using System.Buffers.Binary;
using System.Text;
using LocalRig.Formats;
using LocalRig.Formats.Gguf;
using LocalRig.Quantization;
using Xunit;

namespace LocalRig.Core.Tests.Formats;

/// <summary>Damaged and hostile files: each gets one clear error with its place, and costs next to nothing.</summary>
public class MalformedGgufTests
{
    private const int TensorCountAt = 8;
    private const int KeyCountAt = 16;

    public static TheoryData<string, byte[], Type, string> Files() => new()
    {
        { "empty", [], typeof(UnknownFormatException), "the file is empty" },
        { "a picture", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], typeof(UnknownFormatException), "not a GGUF file" },
        { "version 1", Header(1, 0, 0), typeof(UnsupportedVersionException), "convert the model again" },
        { "version 0", Header(0, 0, 0), typeof(UnsupportedVersionException), "unknown" },
        { "version 4", Header(4, 0, 0), typeof(UnsupportedVersionException), "GGUF version 4 is unknown" },
        { "10^18 tensors", Header(3, 1_000_000_000_000_000_000, 0), typeof(FormatLimitException), "claims 1000000000000000000 tensors" },
        { "10^18 keys", Header(3, 0, 1_000_000_000_000_000_000), typeof(FormatLimitException), "claims 1000000000000000000 metadata keys" },
        { "negative tensors", Header(3, -1, 0), typeof(CorruptModelException), "the number of tensors is negative (-1)" },
        { "negative keys", Header(3, 0, long.MinValue), typeof(CorruptModelException), "the number of metadata keys is negative" },
        { "more tensors than bytes", Header(3, 1000, 0), typeof(TruncatedModelException), "at least 23992 bytes are missing" },
        { "endless key", Entry("", raw: [.. U64(long.MaxValue)]), typeof(FormatLimitException), "longer than the 65535 allowed" },
        { "endless text", Entry("k", 8, U64(1L << 62)), typeof(FormatLimitException), "a text of 4611686018427387904 bytes" },
        { "negative text", Entry("k", 8, U64(-5)), typeof(FormatLimitException), "longer than" },
        { "empty key", Entry("", 7, [1]), typeof(CorruptModelException), "the key is empty" },
        { "key that is no text", Entry("", raw: [.. U64(2), 0xC3, 0x28, 7, 0, 0, 0, 1]), typeof(CorruptModelException), "not valid UTF-8" },
        { "unknown value type", Entry("k", 13, [0]), typeof(CorruptModelException), "no value type 13" },
        { "unknown item type", Entry("k", 9, [.. U32(77), .. U64(0)]), typeof(CorruptModelException), "no value type 77" },
        { "10^18 items", Entry("k", 9, [.. U32(4), .. U64(1_000_000_000_000_000_000)]), typeof(FormatLimitException), "array items" },
        { "10^18 texts", Entry("k", 9, [.. U32(8), .. U64(1_000_000_000_000_000_000)]), typeof(FormatLimitException), "array items" },
        { "texts beyond the end", Entry("k", 9, [.. U32(8), .. U64(2), .. U64(3), 1, 2, 3, .. U64(4)]), typeof(TruncatedModelException), "at least 4 bytes are missing" },
        { "arrays without end", Entry("k", 9, [.. Enumerable.Repeat<byte[]>([.. U32(9), .. U64(1)], 100).SelectMany(b => b)]), typeof(FormatLimitException), "deep inside each other" },
        { "the same key twice", Pad(new GgufWriter().Add("k", GgufValueType.Bool, true).Add("k", GgufValueType.Bool, true)), typeof(CorruptModelException), "the key occurs twice" },
        { "alignment 0", Pad(new GgufWriter().Add("general.alignment", GgufValueType.UInt32, 0)), typeof(CorruptModelException), "power of two" },
        { "alignment 48", Pad(new GgufWriter().Add("general.alignment", GgufValueType.UInt32, 48)), typeof(CorruptModelException), "power of two" },
        { "alignment as text", Pad(new GgufWriter().Add("general.alignment", GgufValueType.String, "32")), typeof(CorruptModelException), "power of two" },
        { "part 7 of 3", Pad(new GgufWriter().Add("split.no", GgufValueType.UInt16, 7).Add("split.count", GgufValueType.UInt16, 3)), typeof(CorruptModelException), "makes no sense" },
        { "long tensor name", Tensor(new string('n', 64), 0, [1], 0), typeof(FormatLimitException), "longer than the 63" },
        { "five dimensions", Tensor("t", 0, [1, 1, 1, 1, 1], 0), typeof(FormatLimitException), "5 dimensions" },
        { "negative dimension", Tensor("t", 0, [8, -4], 0), typeof(CorruptModelException), "dimension 1 is negative (-4)" },
        { "overflowing elements", Tensor("t", 0, [1L << 40, 1L << 40], 0), typeof(CorruptModelException), "larger than any file" },
        { "overflow hidden by a zero", Tensor("t", 0, [1L << 62, 1L << 62, 1L << 62, 0], 0), typeof(CorruptModelException), "larger than any file" },
        { "overflowing bytes", Tensor("t", 0, [long.MaxValue], 0), typeof(CorruptModelException), "larger than any file" },
        { "unknown tensor type", Tensor("t", 4, [32], 0), typeof(CorruptModelException), "no tensor type 4" },
        { "absurd tensor type", Tensor("t", uint.MaxValue, [32], 0), typeof(CorruptModelException), "no tensor type 4294967295" },
        { "broken row", Tensor("t", (uint)TensorType.Q4_K, [255], 0), typeof(CorruptModelException), "no multiple of q4_K's block of 256" },
        { "misaligned data", Tensor("t", 0, [1], 8), typeof(CorruptModelException), "no multiple of the alignment 32" },
        { "negative offset", Tensor("t", 0, [1], -32), typeof(CorruptModelException), "negative (-32)" },
        { "offset beyond any file", Tensor("t", 0, [1], long.MaxValue & ~31L), typeof(FormatLimitException), "beyond the" },
        { "data beyond the end", Tensor("t", 0, [1024], 0), typeof(TruncatedModelException), "the file ends 4096 bytes before" },
        { "overlapping tensors", Pad(new GgufWriter().AddTensor("a", TensorType.F32, 16).AddRawTensor("b", 0, [16], 32)), typeof(CorruptModelException), "overlaps that of a" },
        { "overlap out of order", Pad(new GgufWriter().AddRawTensor("a", 0, [16], 64).AddRawTensor("b", 0, [32], 0)), typeof(CorruptModelException), "overlaps that of b" },
        { "the same tensor twice", Pad(new GgufWriter().AddTensor("a", TensorType.F32, 8).AddTensor("a", TensorType.F32, 8)), typeof(CorruptModelException), "two tensors have this name" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Gets_a_clear_error(string what, byte[] file, Type kind, string words)
    {
        ModelFormatException e = Assert.ThrowsAny<ModelFormatException>(() => GgufReader.Read(file));

        Assert.True(kind == e.GetType(), $"{what}: {e}");
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.InRange(e.Offset, 0, file.Length);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void A_hostile_count_is_placed_where_it_stands()
    {
        Assert.Equal(TensorCountAt, Assert.Throws<FormatLimitException>(() => GgufReader.Read(Header(3, 1_000_000_000_000_000_000, 0))).Offset);
        Assert.Equal(KeyCountAt, Assert.Throws<FormatLimitException>(() => GgufReader.Read(Header(3, 0, 1_000_000_000_000_000_000))).Offset);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Costs_next_to_no_memory(string what, byte[] file, Type kind, string words)
    {
        Fail(file);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Fail(file);
        long used = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(used < 64 * 1024, $"{what} ({kind.Name}, {words}) took {used} bytes");
    }

    [Theory]
    [InlineData(ByteOrder.LittleEndian)]
    [InlineData(ByteOrder.BigEndian)]
    public void A_file_cut_at_any_byte_is_an_error(ByteOrder order)
    {
        byte[] whole = GgufReaderTests.AllTypes(3, order);
        GgufHeader header = GgufReader.Read(whole, new GgufReadOptions { RequireData = false });

        for (int length = 1; length < whole.Length; length++)
        {
            ModelFormatException e = Assert.ThrowsAny<ModelFormatException>(() => GgufReader.Read(whole.AsSpan(0, length)));
            long missing = Assert.IsType<TruncatedModelException>(e).MissingBytes;
            Assert.InRange(missing, length < header.HeaderBytes ? 1 : header.EndOfData - length, header.EndOfData - length);
        }
    }

    [Fact]
    public void Random_bytes_behind_a_sound_start_never_surprise()
    {
        Random random = new(20260101);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] file = Header(3, random.Next(4), random.Next(6));
            Array.Resize(ref file, file.Length + random.Next(200));
            random.NextBytes(file.AsSpan(24));
            if (random.Next(2) == 0)
            {
                file.AsSpan(24).Replace((byte)random.Next(256), (byte)0);
            }

            try
            {
                Assert.InRange(GgufReader.Read(file).HeaderBytes, 24, file.Length);
            }
            catch (ModelFormatException e)
            {
                Assert.InRange(e.Offset, 0, file.Length);
            }
        }
    }

    private static void Fail(byte[] file)
    {
        try
        {
            GgufReader.Read(file);
        }
        catch (ModelFormatException)
        {
            // wanted
        }
    }

    private static byte[] Header(int version, long tensors, long keys) =>
        [.. "GGUF"u8, .. U32((uint)version), .. U64(tensors), .. U64(keys)];

    private static byte[] Entry(string key, uint type = 0, byte[]? value = null, byte[]? raw = null) =>
        [.. Header(3, 0, 1), .. raw ?? [.. U64(key.Length), .. Encoding.UTF8.GetBytes(key), .. U32(type), .. value ?? []], .. new byte[raw is null && value is { Length: > 8 and < 40 } ? 0 : 8]];

    private static byte[] Tensor(string name, uint type, ReadOnlySpan<long> shape, long offset) =>
        new GgufWriter().AddRawTensor(name, type, shape, offset).ToArray();

    private static byte[] Pad(GgufWriter writer) => [.. writer.ToArray(), .. new byte[256]];

    private static byte[] U32(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] U64(long value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }
}
