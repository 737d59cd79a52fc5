using System.Buffers.Binary;
using System.Text;
using LocalRig.Formats.Gguf;
using LocalRig.Quantization;

namespace LocalRig.App.Tests.Sources;

/// <summary>Small sound models made on the spot.</summary>
internal static class SampleModels
{
    /// <summary>A whole GGUF file: header and zeros for data.</summary>
    public static byte[] Gguf(int vocabulary = 10) => Padded(Writer(vocabulary).AddTensor("token_embd.weight", TensorType.Q4_K, 256, 4));

    /// <summary>The parts of a split model.</summary>
    public static byte[][] SplitGguf(int parts) =>
        [.. Enumerable.Range(0, parts).Select(i => Padded(
            (i == 0 ? Writer(10) : new GgufWriter())
                .Add("split.no", GgufValueType.UInt16, i)
                .Add("split.count", GgufValueType.UInt16, parts)
                .Add("split.tensors.count", GgufValueType.Int32, parts)
                .AddTensor($"blk.{i}.ffn_up.weight", TensorType.F16, 8, 8)))];

    /// <summary>A whole safetensors file of BF16 matrices of 2 x 8 elements.</summary>
    public static byte[] Safetensors(params string[] tensors)
    {
        IEnumerable<string> entries = tensors.Select((t, i) => $$"""
            "{{t}}":{"dtype":"BF16","shape":[2,8],"data_offsets":[{{i * 32}},{{i * 32 + 32}}]}
            """);
        byte[] json = Encoding.UTF8.GetBytes($$$"""{"__metadata__":{"format":"pt"},{{{string.Join(',', entries)}}}}""");
        byte[] file = new byte[8 + json.Length + 32 * tensors.Length];
        BinaryPrimitives.WriteInt64LittleEndian(file, json.Length);
        json.CopyTo(file, 8);
        return file;
    }

    private static GgufWriter Writer(int vocabulary) =>
        new GgufWriter()
            .Add("general.architecture", GgufValueType.String, "llama")
            .AddArray("tokenizer.ggml.tokens", GgufValueType.String, Enumerable.Range(0, vocabulary).Select(i => $"token{i}").ToArray());

    private static byte[] Padded(GgufWriter writer)
    {
        byte[] header = writer.ToArray();
        return [.. header, .. new byte[writer.DataBytes]];
    }
}
