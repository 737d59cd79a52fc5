using System.Collections.Immutable;
using LocalRig.Engines;
using LocalRig.Models;
using LocalRig.Quantization;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Planning.Graphless;

/// <summary>What a model takes whose compute graph LocalRig can't build: weights to the byte from the file, by the names that decide their
/// place; caches and scratch between bounds from the dimensions that GGUF files state under the same keys for every architecture.</summary>
internal static class UnknownArchitectureBounds
{
    private const int FloatBytes = 4;
    private const int HalfBytes = 2;

    // With flash attention a graph holds the mask in F32 and F16. GLM-5.2's sparse attention adds as much again: its buffers grow by 8 bytes
    // per row and token of context (380 MiB at 32,768 tokens, 2,300 at 524,288; 512 rows; tests/data/memory/public-logs.jsonl).
    private const int MaskBytes = 12;

    /// <summary>The bounds for a workload and placement.</summary>
    public static BoundedAllocation Allocate(Model model, Workload workload, Placement placement, Rig rig)
    {
        HeaderDimensions size = new(model);
        BlockHomes homes = new(model, placement, rig);
        long[] weights = Weights(model, homes, placement);
        long[] cache = Cache(size, workload, placement, homes);
        long[] state = State(size, workload, homes);
        workload = HeaderDimensions.MayLackFlashAttention(model.Metadata) ? workload with { FlashAttention = FlashAttention.Off } : workload;
        long compute = Compute(size, workload);
        long copied = placement.OpOffload && !rig.Devices.IsEmpty ? CopiedForPrompts(model, homes, placement) : 0;
        long toProcessor = rig.Devices.IsEmpty ? 0 : CopiedToProcessor(model);
        int outputs = workload.Outputs ?? workload.Parallel;
        long output = outputs * size.Vocabulary * FloatBytes;
        int host = homes.Host;
        double least = model.WeightBounds is { } known ? known.Low.Bytes / (double)model.Tensors.TotalSize.Bytes : 1;
        long Scratch(int i) => (weights[i] > 0 || i == host ? compute : 0) + (i == 0 && i != host ? copied : 0) + (i == host ? toProcessor : 0);

        DeviceAllocation Entry(int i, bool most) =>
            new(
                i == host ? "host" : rig.Devices[i].Name,
                new ByteSize(most ? weights[i] : (long)(least * weights[i])), new ByteSize(most ? cache[i] : 0), new ByteSize(most ? state[i] : 0),
                new ByteSize(most ? Scratch(i) : weights[i] > 0 ? workload.Microbatch * size.Embedding * FloatBytes : 0),
                new ByteSize(i == host ? output : 0));
        EngineAllocation All(bool most) => new([.. Enumerable.Range(0, host + 1).Select(i => Entry(i, most))], Effective(workload, outputs));

        // At least: the weights, the result rows, and one batch of the residual stream where there are weights.
        return new BoundedAllocation(All(most: true), All(most: false), size.Missing);
    }

    private static long[] Weights(Model model, BlockHomes homes, Placement placement)
    {
        long[] bytes = new long[homes.Host + 1];
        foreach (TensorInfo tensor in model.Tensors.Tensors)
        {
            if (homes.HasNoBlocks)
            {
                homes.Spread(tensor.Size.Bytes, bytes);
                continue;
            }

            bytes[homes.Of(tensor, placement)] += tensor.Size.Bytes;
        }

        // A model without an output matrix multiplies with its embedding, of which the output's device keeps a copy (llama-model.cpp, create_tensor, TENSOR_DUPLICATED).
        if (homes.Output != homes.Host && model.Tensors.Find("output.weight") is null && model.Tensors.Find("token_embd.weight") is { } tied)
        {
            bytes[homes.Output] += tied.Size.Bytes;
        }

        return bytes;
    }

    private static long[] Cache(HeaderDimensions size, Workload workload, Placement placement, BlockHomes homes)
    {
        long[] bytes = new long[homes.Host + 1];
        for (int block = 0; block < size.Blocks; block++)
        {
            long heads = size.KeyValueHeads(block);
            long cells = workload.CacheTypeK.RowBytes(heads * size.KeyHead) + workload.CacheTypeV.RowBytes(heads * size.ValueHead) + size.Indexer * HalfBytes;
            bytes[placement.KvOffload ? homes.Of(block) : homes.Host] += workload.Context * cells;
        }

        return bytes;
    }

    private static long[] State(HeaderDimensions size, Workload workload, BlockHomes homes)
    {
        long[] bytes = new long[homes.Host + 1];
        long each = size.RecurrentState() * FloatBytes * workload.Parallel;
        for (int block = 0; block < size.Blocks && each > 0; block++)
        {
            bytes[homes.Of(block)] += each;
        }

        return bytes;
    }

    /// <summary>Logits, feed-forward, attention with its masks and copies of one layer's cache, all alive at once: more than any allocator needs.</summary>
    private static long Compute(HeaderDimensions size, Workload workload)
    {
        long rows = workload.Microbatch;
        long cached = size.MostKeyValueHeads * (size.KeyHead + size.ValueHead);
        long logits = rows * size.Vocabulary;
        long feedForward = rows * (3 * size.FeedForward + 2 * size.ExpertsUsed * size.Embedding);
        long attention = rows * (4 * size.Embedding + 2 * size.Heads * (size.KeyHead + size.ValueHead) + 2 * cached);
        long recurrent = 2 * size.RecurrentState() * workload.Parallel;
        bool flash = workload.FlashAttention == FlashAttention.On || (workload.FlashAttention == FlashAttention.Auto && size.HasFlashKernel);
        long perToken = rows * MaskBytes + (flash ? HalfBytes * cached : FloatBytes * (rows * size.Heads + cached));
        return FloatBytes * (logits + feedForward + attention + recurrent) + workload.Context * perToken;
    }

    /// <summary>What prompts copy to the first device from the host at once: the largest layer's weights that lie there (ggml-backend.cpp,
    /// ggml_backend_sched_backend_id_from_cur: big batches are computed on a device although their weights are the host's).</summary>
    private static long CopiedForPrompts(Model model, BlockHomes homes, Placement placement) =>
        homes.HasNoBlocks
            ? 0
            : model.Tensors.Tensors
                .Where(t => LayerCount.BlockOf(t.Name) is not null && homes.Of(t, placement) == homes.Host)
                .GroupBy(t => LayerCount.BlockOf(t.Name))
                .Select(g => g.Sum(t => t.Size.Bytes))
                .DefaultIfEmpty(0)
                .Max();

    /// <summary>What a batch may copy to the processor: the largest stack of experts' last matrices, where a family's product reads its input as it is,
    /// for which no card has a kernel (Mistral Small 4; ggml_prec_set_src).</summary>
    private static long CopiedToProcessor(Model model) =>
        model.Tensors.Tensors.Where(static t => t.Name.EndsWith(".ffn_down_exps.weight", StringComparison.Ordinal)).Select(static t => t.Size.Bytes).DefaultIfEmpty(0).Max();

    private static EffectiveWorkload Effective(Workload workload, int outputs) =>
        new(
            workload.Context, workload.KvUnified ? workload.Context : workload.Context / workload.Parallel, workload.Batch, workload.Microbatch,
            workload.FlashAttention != FlashAttention.Off, false, outputs);
}
