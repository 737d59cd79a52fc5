using System.Collections.Immutable;
using LocalRig.Architectures;
using LocalRig.Models;
using LocalRig.Quantization;
using LocalRig.Runtimes;
using LocalRig.Units;

namespace LocalRig.Serving;

/// <summary>The weights on each device of one pipeline stage.</summary>
/// <param name="Tensors">Bytes of the text model's tensors.</param>
/// <param name="RotaryTable">Bytes of the sines and cosines for every position the model was trained for, which count as model memory.</param>
/// <param name="Padding">The most that kernels add by padding expert matrices and models by keeping shared experts whole.</param>
/// <param name="ReadPerToken">Bytes one decoded token reads.</param>
public sealed record RankWeights(ByteSize Tensors, ByteSize RotaryTable, ByteSize Padding, ByteSize ReadPerToken)
{
    private const long HalfPrecision = 2;

    // MXFP4 kernels want expert widths that are multiples of 64 (Triton) to 256 (FlashInfer on Blackwell): quantization/mxfp4.py.
    private const long WidestPadding = 256;

    // Gemma 3's config.json: rope_scaling linear by 8 on global layers, so its table has 8 times the positions; local layers have their own.
    private const long Gemma3Scaling = 8;
    private const int SmallestGemma3 = 1152; // the 1B, which scales nothing

    /// <summary>What vLLM reports as "Model loading took".</summary>
    public SizeRange Loaded => new(Tensors + RotaryTable, Tensors + RotaryTable, Tensors + RotaryTable + Padding);

    /// <summary>The weights of every stage; all devices of a stage hold the same number of bytes, but for experts that don't divide evenly.</summary>
    /// <param name="model">A model at 16 bits, its architecture known.</param>
    /// <param name="parallelism">How it is spread.</param>
    /// <param name="format">How its linear layers are stored.</param>
    /// <param name="checkpoint">The repository, or null for the first that is known in the format.</param>
    /// <param name="member">The device's place among those that share the experts, from 0.</param>
    public static ImmutableArray<RankWeights> Of(Model model, Parallelism parallelism, WeightFormat format, int member = 0, Checkpoint? checkpoint = null)
    {
        Architecture architecture = model.Architecture!;
        TensorShare share = new(architecture, parallelism, format, member, (checkpoint ?? Checkpoint.Find(model.Id, format))?.Parts ?? []);
        ImmutableArray<int> layers = parallelism.LayersPerStage(architecture.Layers.Length);
        bool tied = model.Tensors.Find("output.weight") is null;
        int last = parallelism.Pipeline - 1;
        long[] stored = new long[parallelism.Pipeline];
        long[] padding = new long[parallelism.Pipeline];
        long[] read = new long[parallelism.Pipeline];
        foreach (TensorInfo tensor in model.Tensors.Tensors.Where(t => !t.Name.StartsWith("rope_", StringComparison.Ordinal)))
        {
            int layer = WeightList.LayerOf(tensor.Name);
            int stage = layer >= 0 ? StageOf(layer, layers) : tensor.Name == "token_embd.weight" ? 0 : last;
            long bytes = share.Bytes(tensor);
            stored[stage] += bytes;
            padding[stage] += share.Whole(tensor) + (tensor.Type == TensorType.MXFP4 ? Padded(tensor, parallelism.Expert ? 1 : parallelism.Tensor, bytes) - bytes : 0);
            bool head = tied && tensor.Name == "token_embd.weight";
            stored[last] += head && last > 0 ? bytes : 0; // a stage that needs the table as output matrix has its own copy
            read[head ? last : stage] += share.BytesRead(tensor, tied);
        }

        ByteSize table = RotaryTableOf(architecture);
        return [.. Enumerable.Range(0, parallelism.Pipeline).Select(s => new RankWeights(new(stored[s]), table, new(padding[s]), new(read[s])))];
    }

    /// <summary>The pipeline stage of a layer.</summary>
    internal static int StageOf(int layer, ImmutableArray<int> layersPerStage)
    {
        int stage = 0;
        while (stage < layersPerStage.Length - 1 && layer >= layersPerStage[stage])
        {
            layer -= layersPerStage[stage++];
        }

        return stage;
    }

    private static long Padded(TensorInfo tensor, int tensorParallel, long bytes)
    {
        bool down = tensor.Name.Contains("ffn_down", StringComparison.Ordinal);
        long wide = down ? tensor.Shape.Ne1 : tensor.Shape.Ne0;
        long split = (down ? tensor.Shape.Ne0 : tensor.Shape.Ne1) / tensorParallel;
        return (long)((double)bytes * Up(wide) / wide * Up(split) / split);
    }

    private static long Up(long value) => (value + WidestPadding - 1) / WidestPadding * WidestPadding;

    private static ByteSize RotaryTableOf(Architecture architecture)
    {
        int width = architecture.RotaryDimensions;
        long positions = architecture.ContextLength;
        if (architecture.Name == "gemma3" && architecture.EmbeddingLength > SmallestGemma3)
        {
            positions *= Gemma3Scaling + 1;
        }

        return new ByteSize(checked(positions * width * HalfPrecision));
    }
}
