using BenchmarkDotNet.Attributes;
using LocalRig.Formats.Gguf;
using LocalRig.Local.Sources;
using LocalRig.Quantization;

namespace LocalRig.Benchmarks;

/// <summary>Reading a 10 MiB header: 250k tokens with scores and types, as many merges, a thousand tensors.</summary>
[MemoryDiagnoser]
public class HeaderBenchmark
{
    private const int Vocabulary = 250_000;
    private const int Layers = 90;

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"localrig-header-{Environment.ProcessId}.gguf");
    private byte[] _header = [];
    private long _fileLength;

    /// <summary>Writes the file; its weights are a hole.</summary>
    [GlobalSetup]
    public void Write()
    {
        GgufWriter writer = new GgufWriter()
            .Add("general.architecture", GgufValueType.String, "qwen3")
            .AddArray("tokenizer.ggml.tokens", GgufValueType.String, Enumerable.Range(0, Vocabulary).Select(i => $"t{i}").ToArray())
            .AddArray("tokenizer.ggml.scores", GgufValueType.Float32, new float[Vocabulary])
            .AddArray("tokenizer.ggml.token_type", GgufValueType.Int32, new int[Vocabulary])
            .AddArray("tokenizer.ggml.merges", GgufValueType.String, Enumerable.Range(0, Vocabulary).Select(i => $"m{i} n").ToArray());
        for (int layer = 0; layer < Layers; layer++)
        {
            foreach (string role in (string[])["attn_norm", "attn_q", "attn_k", "attn_v", "attn_output", "ffn_norm", "ffn_gate_exps", "ffn_up_exps", "ffn_down_exps", "attn_q_norm", "attn_k_norm"])
            {
                writer.AddTensor($"blk.{layer}.{role}.weight", TensorType.Q4_K, 4096, 4096);
            }
        }

        _header = writer.ToArray();
        _fileLength = _header.Length + writer.DataBytes;
        using FileStream file = File.Create(_path);
        file.Write(_header);
        file.SetLength(_fileLength);
        Console.WriteLine($"// header: {_header.Length} bytes");
    }

    /// <summary>Removes the file.</summary>
    [GlobalCleanup]
    public void Remove() => File.Delete(_path);

    /// <summary>Parsing alone.</summary>
    [Benchmark(Baseline = true)]
    public GgufHeader FromMemory() => GgufReader.Read(_header, _fileLength);

    /// <summary>Opening, mapping, parsing, closing.</summary>
    [Benchmark]
    public ModelFiles FromDisk() => ModelSource.Open(_path);
}
