using System.Collections.Immutable;
using LocalRig.Formats.Gguf;
using LocalRig.Models;

namespace LocalRig.Proof.Verifying;

/// <summary>A file with a model's true header and a hole for its weights: a runtime plans it as it would the whole file, and it takes no disk. Removed at the end.</summary>
internal sealed class SparseModel : IDisposable
{
    private static readonly int[] Sections = [11, 11, 10, 0]; // Qwen3.5's config.json, mrope_section

    private readonly string _folder;

    private SparseModel(string folder, string path) => (_folder, Path) = (folder, path);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The one tensor of models of which only a count of parameters is known.</summary>
    public const string CountedWeights = "weights";

    /// <summary>Whether a model's tensors are as large as a published file says rather than as their types make them.</summary>
    public static bool IsScaled(Model model) => model.Tensors.Tensors.Any(static t => t.Size != new TensorInfo(t.Name, t.Type, t.Shape).Size);

    /// <summary>Writes one.</summary>
    public static SparseModel Write(Model model)
    {
        string folder = Directory.CreateTempSubdirectory("localrig-").FullName;
        string path = System.IO.Path.Combine(folder, "model.gguf");
        GgufWriter writer = new();
        string family = model.Metadata.Architecture;
        foreach ((string key, object value) in model.Metadata.Values)
        {
            Add(writer, key, value);
        }

        // What llama.cpp wants of every file and the catalogue doesn't tell, because no byte depends on it.
        foreach (string epsilon in (string[])[$"{family}.attention.layer_norm_rms_epsilon", $"{family}.attention.layer_norm_epsilon"])
        {
            const double UsualEpsilon = 1e-6;
            _ = model.Metadata.Has(epsilon) ? writer : writer.Add(epsilon, GgufValueType.Float32, UsualEpsilon);
        }

        foreach (string curve in family == "apertus" ? (string[])["xielu.alpha_n", "xielu.alpha_p", "xielu.beta", "xielu.eps"] : [])
        {
            const double SomeCurve = 0.5;
            _ = model.Metadata.Has(curve) ? writer : writer.Add(curve, GgufValueType.Float32, SomeCurve);
        }

        if (family is "qwen35" or "qwen35moe" && !model.Metadata.Has($"{family}.rope.dimension_sections"))
        {
            writer.AddArray($"{family}.rope.dimension_sections", GgufValueType.Int32, Sections);
        }

        if (!model.Metadata.Has("tokenizer.ggml.model"))
        {
            writer.Add("tokenizer.ggml.model", GgufValueType.String, "none");
        }

        foreach (TensorInfo tensor in model.Tensors.Tensors)
        {
            long[] shape = [tensor.Shape.Ne0, tensor.Shape.Ne1, tensor.Shape.Ne2, tensor.Shape.Ne3];
            writer.AddTensor(tensor.Name, tensor.Type, shape.AsSpan(0, tensor.Shape.Dimensions));
        }

        using FileStream stream = File.Create(path);
        stream.Write(writer.ToArray());
        stream.SetLength(stream.Length + writer.DataBytes);
        return new SparseModel(folder, path);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // the system clears its temporary folder
        }
    }

    private static void Add(GgufWriter writer, string key, object value)
    {
        switch (value)
        {
            case string text:
                writer.Add(key, GgufValueType.String, text);
                break;
            case bool flag:
                writer.Add(key, GgufValueType.Bool, flag);
                break;
            case long number when number is >= 0 and <= uint.MaxValue:
                writer.Add(key, GgufValueType.UInt32, number);
                break;
            case long number:
                writer.Add(key, GgufValueType.Int64, number);
                break;
            case double number:
                writer.Add(key, GgufValueType.Float32, number);
                break;
            case ImmutableArray<long> flags when key.EndsWith("_pattern", StringComparison.Ordinal):
                writer.AddArray(key, GgufValueType.Bool, flags.Select(f => f != 0).ToArray());
                break;
            case ImmutableArray<long> numbers:
                writer.AddArray(key, GgufValueType.Int32, numbers.Select(n => (int)n).ToArray());
                break;
        }
    }
}
