using LocalRig.Architectures;
using LocalRig.Models;
using LocalRig.Runtimes;
using LocalRig.Units;

namespace LocalRig.Serving;

/// <summary>The model's own head for multi-token prediction: one more layer that attends to everything, and a projection of the last
/// hidden state and the next token's embedding together; table and output matrix are the model's
/// (vllm/model_executor/models/qwen3_5_mtp.py; "Sharing target model embedding weights with the draft model").</summary>
internal static class DraftHead
{
    private const long HalfPrecision = 2;
    private const int SixteenBits = 16;

    /// <summary>Bytes of it on one device: checkpoints keep it at 16 bits or quantize it like the rest.</summary>
    /// <param name="model">A model at 16 bits, its architecture known.</param>
    /// <param name="parallelism">How it is spread.</param>
    /// <param name="format">How linear layers are stored.</param>
    public static SizeRange Of(Model model, Parallelism parallelism, WeightFormat format)
    {
        Architecture architecture = model.Architecture!;
        int last = Enumerable.Range(0, architecture.Layers.Length).LastOrDefault(l => architecture.Layers[l].Attention is FullAttention or LatentAttention, -1);
        if (last < 0)
        {
            return SizeRange.Exactly(ByteSize.Zero);
        }

        long width = architecture.EmbeddingLength;
        long elements = model.Tensors.Tensors.Where(t => WeightList.LayerOf(t.Name) == last).Sum(t => t.Shape.Elements) + 2 * width * width;
        long whole = elements * HalfPrecision / parallelism.Tensor;
        return new(new(whole * format.Bits / SixteenBits), new(whole), new(whole));
    }
}
