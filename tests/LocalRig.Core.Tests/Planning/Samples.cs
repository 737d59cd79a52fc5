using LocalRig.Models;
using LocalRig.Quantization;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Core.Tests.Planning;

/// <summary>Small models and rigs with round numbers.</summary>
internal static class Samples
{
    public const int Layers = 8;
    public const long LayerBytes = 256 << 20;
    public const int Trained = 32768;

    private const long Attention = 64 << 20;

    /// <summary>Eight layers of 256 MiB, a quarter of it attention; the rest experts where asked.</summary>
    public static Model Model(bool experts = false, int layers = Layers)
    {
        List<TensorInfo> tensors = [Bytes("token_embd.weight", 32 << 20), Bytes("output.weight", 32 << 20)];
        for (int i = 0; i < layers; i++)
        {
            tensors.Add(Bytes($"blk.{i}.attn_q.weight", Attention));
            tensors.Add(Bytes(experts ? $"blk.{i}.ffn_up_exps.weight" : $"blk.{i}.ffn_up.weight", LayerBytes - Attention));
        }

        Metadata metadata = new(new Dictionary<string, object> { ["general.architecture"] = "sample" });
        FeedForward feedForward = experts ? new ExpertFeedForward(8, 2, 64, 0) : new DenseFeedForward(64);
        Architecture architecture = new()
        {
            Name = "sample",
            EmbeddingLength = 64,
            VocabularySize = 1000,
            ContextLength = Trained,
            Layers = [.. Enumerable.Repeat(new Layer(new FullAttention(4, 2, 16, 16), feedForward), layers)],
            Metadata = metadata,
        };
        return new Model("sample", metadata, architecture, new TensorLayout(tensors), "I8");
    }

    /// <summary>A rig of graphics processors without drivers' known appetite (Vulkan), and a big host.</summary>
    public static Rig Rig(params double[] gibibytes) =>
        new()
        {
            Name = "sample rig",
            Devices = [.. gibibytes.Select((g, i) => new Device { Name = $"gpu{i}", Backend = Backend.Vulkan, Memory = ByteSize.FromGibibytes(g), Bandwidth = Bandwidth.FromGigabytesPerSecond(168) })],
            Host = new Host { Memory = ByteSize.FromGibibytes(64) },
        };

    private static TensorInfo Bytes(string name, long bytes) => new(name, TensorType.I8, new TensorShape(bytes));
}
