using System.Collections.Immutable;
using LocalRig.Formats.Gguf;
using LocalRig.Models;

namespace LocalRig.Core.Tests;

/// <summary>Writes GGUF files the real llama.cpp loads: true metadata and tensors, data left as a hole that takes no disk.</summary>
internal static class SyntheticGguf
{
    public static void Write(string path, Metadata metadata, IEnumerable<TensorInfo> tensors)
    {
        var writer = new GgufWriter();
        string family = metadata.Architecture;
        foreach ((string key, object value) in metadata.Values)
        {
            Add(writer, key, value);
        }

        foreach (string epsilon in (string[])[$"{family}.attention.layer_norm_rms_epsilon", $"{family}.attention.layer_norm_epsilon"])
        {
            // Cohere's mixture tells by the key which norm it has
            _ = metadata.Has(epsilon) || family == "cohere2moe" ? writer : writer.Add(epsilon, GgufValueType.Float32, 1e-6);
        }

        foreach (string curve in family == "apertus" ? (string[])["xielu.alpha_n", "xielu.alpha_p", "xielu.beta", "xielu.eps"] : [])
        {
            _ = metadata.Has(curve) ? writer : writer.Add(curve, GgufValueType.Float32, 0.5);
        }

        if (family is "qwen35" or "qwen35moe" && !metadata.Has($"{family}.rope.dimension_sections"))
        {
            writer.AddArray($"{family}.rope.dimension_sections", GgufValueType.Int32, new[] { 11, 11, 10, 0 });
        }

        writer.Add("tokenizer.ggml.model", GgufValueType.String, "none");
        foreach (TensorInfo tensor in tensors)
        {
            long[] shape = [tensor.Shape.Ne0, tensor.Shape.Ne1, tensor.Shape.Ne2];
            writer.AddTensor(tensor.Name, tensor.Type, shape.AsSpan(0, tensor.Shape.Dimensions));
        }

        using FileStream stream = File.Create(path);
        stream.Write(writer.ToArray());
        stream.SetLength(stream.Length + writer.DataBytes);
    }

    private static void Add(GgufWriter writer, string key, object value)
    {
        _ = value switch
        {
            string text => writer.Add(key, GgufValueType.String, text),
            long number => writer.Add(key, GgufValueType.UInt32, number),
            double number => writer.Add(key, GgufValueType.Float32, number),
            bool flag => writer.Add(key, GgufValueType.Bool, flag),
            ImmutableArray<long> flags when key.EndsWith("_pattern", StringComparison.Ordinal) => writer.AddArray(
                key,
                GgufValueType.Bool,
                flags.Select(f => f != 0).ToArray()
            ),
            ImmutableArray<long> numbers => writer.AddArray(key, GgufValueType.Int32, numbers.Select(n => (int)n).ToArray()),
            _ => throw new InvalidOperationException(key),
        };
    }
}
