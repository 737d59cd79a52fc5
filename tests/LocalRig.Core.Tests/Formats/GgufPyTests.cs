using System.Collections.Immutable;
using LocalRig.Formats.Gguf;
using LocalRig.Models;
using LocalRig.Quantization;
using Xunit;

namespace LocalRig.Core.Tests.Formats;

/// <summary>Files that llama.cpp's Python package wrote, and what its reader says of them (tests/data/gguf/README.md).</summary>
public class GgufPyTests
{
    [Theory]
    [InlineData("gguf-py-little.gguf", ByteOrder.LittleEndian)]
    [InlineData("gguf-py-big.gguf", ByteOrder.BigEndian)]
    public void Files_of_another_writer_are_read_as_another_reader_does(string name, ByteOrder order)
    {
        byte[] file = File.ReadAllBytes(TestData.Path("gguf", name));

        GgufHeader header = GgufReader.Read(file);

        Assert.Equal((3, order, 704L), (header.Version, header.ByteOrder, header.DataOffset));
        Metadata m = header.Metadata;
        Assert.Equal(("llama", "Größe"), (m.Architecture, m.Text("general.name")));
        Assert.Equal((2L, 4096L, 200L, -300L), (m.Integer("llama.block_count"), m.Integer("llama.context_length"), m.Integer("t.u8"), m.Integer("t.i16")));
        Assert.Equal((1UL << 63) + 5, m.Values["t.u64"]);
        Assert.Equal((500_000.0, 0.1, true), (m.Number("llama.rope.freq_base"), m.Number("t.f64"), m.Flag("t.yes")));
        Assert.Equal([11L, 11, 10, 0], Assert.IsType<ImmutableArray<long>>(m.Values["t.sections"]));
        Assert.Equal([1L, 0, 1], Assert.IsType<ImmutableArray<long>>(m.Values["t.pattern"]));
        Assert.Equal([0.5, -1.25], Assert.IsType<ImmutableArray<double>>(m.Values["t.factors"]));
        Assert.Equal(3, m.Count("tokenizer.ggml.tokens"));
        Assert.Equal(
            [
                ("token_embd.weight", TensorType.F16, new TensorShape(64, 3), 704L, 384L),
                ("output_norm.weight", TensorType.F32, new TensorShape(64), 1088L, 256L),
                ("blk.0.ffn_up.weight", TensorType.Q8_0, new TensorShape(64, 5), 1344L, 340L),
            ],
            header.Tensors.Select(t => (t.Name, t.Type, t.Shape, header.DataOffset + t.Offset, t.Size.Bytes)));
    }
}
