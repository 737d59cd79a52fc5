using System.Collections.Immutable;
using LocalRig.Formats.Gguf;
using LocalRig.Models;
using LocalRig.Quantization;
using Xunit;

namespace LocalRig.Core.Tests.Formats;

public class GgufReaderTests
{
    [Theory]
    [InlineData(2, ByteOrder.LittleEndian)]
    [InlineData(3, ByteOrder.LittleEndian)]
    [InlineData(2, ByteOrder.BigEndian)]
    [InlineData(3, ByteOrder.BigEndian)]
    public void Reads_every_value_type_in_either_byte_order(int version, ByteOrder order)
    {
        GgufHeader header = GgufReader.Read(AllTypes(version, order), new GgufReadOptions { RequireData = false });

        Assert.Equal(version, header.Version);
        Assert.Equal(order, header.ByteOrder);
        Metadata m = header.Metadata;
        Assert.Equal(
            new object[] { 200L, -100L, 60_000L, -30_000L, 4_000_000_000L, -2_000_000_000L, 9_000_000_000_000_000_000L, -9_000_000_000_000_000_000L },
            new[] { "u8", "i8", "u16", "i16", "u32", "i32", "u64", "i64" }.Select(k => m.Values[k]));
        Assert.Equal(18_000_000_000_000_000_000UL, m.Values["u64.large"]);
        Assert.Equal(0.5, m.Number("f32"));
        Assert.Equal(Math.PI, m.Number("f64"));
        Assert.True(m.Flag("yes"));
        Assert.False(m.Flag("no"));
        Assert.Equal("qwen3 – Größe 8B", m.Text("text"));
        Assert.Equal([1L, 0L, 1L], Assert.IsType<ImmutableArray<long>>(m.Values["flags"]));
        Assert.Equal([11L, 11L, 10L, 0L], Assert.IsType<ImmutableArray<long>>(m.Values["sections"]));
        Assert.Equal([0.25, -1.5], Assert.IsType<ImmutableArray<double>>(m.Values["factors"]));
        Assert.Equal(new SkippedArray(3), m.Values["tokens"]);
        Assert.Equal(new SkippedArray(2), m.Values["nested"]);
        Assert.Equal(
            [
                new TensorInfo("token_embd.weight", TensorType.Q4_K, new TensorShape(256, 3)),
                new TensorInfo("blk.0.ffn_down_exps.weight", TensorType.MXFP4, new TensorShape(64, 2, 4), 448),
                new TensorInfo("scale", TensorType.F32, new TensorShape(1), 736),
            ],
            header.Tensors);
    }

    [Fact]
    public void Vocabularies_are_passed_over_unless_asked_for()
    {
        byte[] file = new GgufWriter()
            .AddArray("tokenizer.ggml.tokens", GgufValueType.String, new[] { "a", "bc", "" })
            .AddArray("tokenizer.ggml.scores", GgufValueType.Float32, new float[GgufLimits.DecodedItems + 1])
            .AddArray("layers", GgufValueType.UInt32, new uint[GgufLimits.DecodedItems])
            .ToArray();

        Metadata usual = GgufReader.Read(file).Metadata;
        Metadata asked = GgufReader.Read(file, new GgufReadOptions { Wanted = new HashSet<string> { "tokenizer.ggml.tokens" } }).Metadata;

        Assert.Equal(new SkippedArray(3), usual.Values["tokenizer.ggml.tokens"]);
        Assert.Equal(new SkippedArray(1025), usual.Values["tokenizer.ggml.scores"]);
        Assert.Equal(1024, Assert.IsType<ImmutableArray<long>>(usual.Values["layers"]).Length);
        Assert.Equal(["a", "bc", ""], Assert.IsType<ImmutableArray<string>>(asked.Values["tokenizer.ggml.tokens"]));
    }

    [Fact]
    public void Asks_for_more_bytes_until_the_header_is_at_hand()
    {
        byte[] file = AllTypes(3, ByteOrder.LittleEndian);
        GgufReadOptions options = new() { RequireData = false };
        int have = 0;
        int tries = 0;
        GgufHeader? header;
        while (!GgufReader.TryRead(file.AsSpan(0, have), long.MaxValue, out header, out long needed, options))
        {
            Assert.InRange(needed, have + 1, file.Length);
            have = (int)needed;
            tries++;
        }

        Assert.Equal(GgufReader.Read(file, options).Tensors, header.Tensors);
        Assert.Equal(header.HeaderBytes, have);
        Assert.InRange(tries, 10, 500);
    }

    internal static byte[] AllTypes(int version, ByteOrder order) =>
        new GgufWriter(version, order)
            .Add("u8", GgufValueType.UInt8, 200)
            .Add("i8", GgufValueType.Int8, -100)
            .Add("u16", GgufValueType.UInt16, 60_000)
            .Add("i16", GgufValueType.Int16, -30_000)
            .Add("u32", GgufValueType.UInt32, 4_000_000_000)
            .Add("i32", GgufValueType.Int32, -2_000_000_000)
            .Add("u64", GgufValueType.UInt64, 9_000_000_000_000_000_000UL)
            .Add("i64", GgufValueType.Int64, -9_000_000_000_000_000_000L)
            .Add("u64.large", GgufValueType.UInt64, 18_000_000_000_000_000_000UL)
            .Add("f32", GgufValueType.Float32, 0.5f)
            .Add("f64", GgufValueType.Float64, Math.PI)
            .Add("yes", GgufValueType.Bool, true)
            .Add("no", GgufValueType.Bool, false)
            .Add("text", GgufValueType.String, "qwen3 – Größe 8B")
            .AddArray("flags", GgufValueType.Bool, new[] { true, false, true })
            .AddArray("sections", GgufValueType.Int32, new[] { 11, 11, 10, 0 })
            .AddArray("factors", GgufValueType.Float32, new[] { 0.25f, -1.5f })
            .AddArray("tokens", GgufValueType.String, new[] { "a", "", "Ġthe" })
            .AddArray("nested", GgufValueType.Array, new[] { (GgufValueType.Int8, (System.Collections.ICollection)new[] { 1, 2 }), (GgufValueType.String, new[] { "x" }) })
            .AddTensor("token_embd.weight", TensorType.Q4_K, 256, 3)
            .AddTensor("blk.0.ffn_down_exps.weight", TensorType.MXFP4, 64, 2, 4)
            .AddTensor("scale", TensorType.F32)
            .ToArray();
}
