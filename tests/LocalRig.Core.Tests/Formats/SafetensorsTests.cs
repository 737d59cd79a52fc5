using System.Buffers.Binary;
using System.Text;
using LocalRig.Formats;
using LocalRig.Formats.Safetensors;
using LocalRig.Quantization;
using Xunit;

namespace LocalRig.Core.Tests.Formats;

public class SafetensorsTests
{
    private const string Sound = """
        {"__metadata__":{"format":"pt"},
         "w":{"dtype":"BF16","shape":[3,4],"data_offsets":[0,24]},
         "s":{"dtype":"F8_E4M3","shape":[],"data_offsets":[24,25]},
         "q":{"data_offsets":[25,29],"shape":[8],"dtype":"F4"},
         "e":{"dtype":"F32","shape":[0,7],"data_offsets":[29,29]}}
        """;

    [Fact]
    public void Reads_names_types_shapes_and_places()
    {
        SafetensorsHeader header = SafetensorsReader.Read(File(Sound, 29));

        Assert.Equal("pt", header.Notes["format"]);
        Assert.Equal(["w", "s", "q", "e"], header.Tensors.Select(t => t.Name));
        Assert.Equal(["BF16", "F8_E4M3", "F4", "F32"], header.Tensors.Select(t => t.ElementType));
        Assert.Equal([12L, 1, 8, 0], header.Tensors.Select(t => t.Elements));
        Assert.Equal([24L, 1, 4, 0], header.Tensors.Select(t => t.Size.Bytes));
        Assert.Equal([TensorType.BF16, null, null, TensorType.F32], header.Tensors.Select(t => t.GgmlType));
        Assert.Equal([3L, 4], header.Tensors[0].Shape);
        Assert.Equal(8 + Encoding.UTF8.GetByteCount(Sound), header.HeaderBytes);
    }

    [Fact]
    public void Asks_for_the_length_then_for_the_header()
    {
        byte[] file = File(Sound, 29);

        Assert.False(SafetensorsReader.TryRead([], long.MaxValue, out _, out long first));
        Assert.Equal(8, first);
        Assert.False(SafetensorsReader.TryRead(file.AsSpan(0, 8), long.MaxValue, out _, out long second));
        Assert.True(SafetensorsReader.TryRead(file.AsSpan(0, (int)second), long.MaxValue, out SafetensorsHeader? header, out _));
        Assert.Equal(second, header.HeaderBytes);
    }

    public static TheoryData<string, int, string> Damaged() => new()
    {
        { "{", 0, "not between 2 and" },
        { "{ ", 0, "damaged" },
        { "{}x", 0, "damaged" },
        { "[]", 0, "no opening brace" },
        { """{"w":7}""", 0, "StartObject belongs" },
        { """{"w":{"dtype":"F32","shape":[1]}}""", 4, "lacks" },
        { """{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "lacks" },
        { """{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", 4, "more than 2" },
        { """{"w":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "not a whole number" },
        { """{"w":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "not a whole number" },
        { """{"w":{"dtype":"F32","shape":[1e30],"data_offsets":[0,4]}}""", 4, "not a whole number" },
        { """{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "do not take the 4 bytes" },
        { """{"w":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807],"data_offsets":[0,4]}}""", 4, "larger than any file" },
        { """{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "leaves a hole" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", 6, "overlaps" },
        { """{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", 0, "occurs twice" },
        { """{"w":{"dtype":"NEW","shape":[1],"data_offsets":[0,9223372036854775807]}}""", 0, "beyond the" },
        { """{"w":{"dtype":"F32","shape":[[[[[1]]]]],"data_offsets":[0,4]}}""", 4, "not a whole number" },
        { """{"w\ud800":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", 0, "UTF-8" },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void A_damaged_header_gets_a_clear_error(string json, int data, string words)
    {
        byte[] file = File(json, data);

        ModelFormatException e = Assert.ThrowsAny<ModelFormatException>(() => SafetensorsReader.Read(file));

        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.InRange(e.Offset, 0, file.Length);
    }

    [Fact]
    public void A_file_cut_at_any_byte_is_an_error()
    {
        byte[] whole = File(Sound, 29);
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.Throws<TruncatedModelException>(() => SafetensorsReader.Read(whole.AsSpan(0, length)));
        }
    }

    [Fact]
    public void A_hostile_length_is_refused()
    {
        byte[] file = new byte[100];
        BinaryPrimitives.WriteUInt64LittleEndian(file, ulong.MaxValue);

        Assert.Throws<FormatLimitException>(() => SafetensorsReader.Read(file));
    }

    [Fact]
    public void An_index_brings_files_together()
    {
        SafetensorsIndex index = SafetensorsIndex.Read("""{"metadata":{"total_size":8,"x":[1]},"weight_map":{"b":"2.safetensors","a":"1.safetensors"}}"""u8);

        Assert.Equal(["1.safetensors", "2.safetensors"], index.Files);
        Assert.Equal(8, index.TotalBytes);
        Assert.Equal([("a", 0), ("b", 1)], SafetensorsModel.Merge(index, [One("a"), One("b")]).Tensors.Select(t => (t.Name, t.Part)));
        Assert.Throws<SplitModelException>(() => SafetensorsModel.Merge(index, [One("b"), One("a")]));
        Assert.Throws<SplitModelException>(() => SafetensorsModel.Merge(index, [One("a"), One("a")]));
    }

    [Theory]
    [InlineData("""{"weight_map":{"a":"../../etc/passwd"}}""")]
    [InlineData("""{"weight_map":{"a":"..\\x"}}""")]
    [InlineData("""{"weight_map":{"a":".."}}""")]
    [InlineData("""{"weight_map":{"a":""}}""")]
    [InlineData("""{"weight_map":{"a":7}}""")]
    [InlineData("""{"weight_map":{}}""")]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    [InlineData("")]
    public void An_index_that_points_elsewhere_or_nowhere_is_refused(string json) =>
        Assert.ThrowsAny<ModelFormatException>(() => SafetensorsIndex.Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Formats_are_told_apart_by_their_first_bytes()
    {
        Assert.Equal(ModelFormat.Safetensors, ModelFormatDetection.Detect(File(Sound, 29)));
        Assert.Equal(ModelFormat.Gguf, ModelFormatDetection.Detect("GGUF\u0003"u8));
        Assert.Equal(ModelFormat.Unknown, ModelFormatDetection.Detect("PK\u0003\u0004 a zip file"u8));
        Assert.Equal(ModelFormat.Unknown, ModelFormatDetection.Detect([]));
    }

    private static SafetensorsHeader One(string name) =>
        SafetensorsReader.Read(File($$$"""{"{{{name}}}":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4));

    private static byte[] File(string json, int data)
    {
        byte[] file = new byte[8 + Encoding.UTF8.GetByteCount(json) + data];
        BinaryPrimitives.WriteInt64LittleEndian(file, Encoding.UTF8.GetByteCount(json));
        Encoding.UTF8.GetBytes(json).CopyTo(file, 8);
        return file;
    }
}
