using System.Collections.Immutable;
using LocalRig.Architectures;
using LocalRig.Engines;
using LocalRig.Models;
using LocalRig.Quantization;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Planning;

/// <summary>What a model of an architecture LocalRig doesn't know takes: weights to the byte from the file, caches and scratch
/// between bounds from the dimensions that GGUF files state under the same keys for every architecture.</summary>
internal static class UnknownArchitectureBounds
{
    private const int FloatBytes = 4;

    /// <summary>The bounds for a workload and placement.</summary>
    public static BoundedAllocation Allocate(Model model, Workload workload, Placement placement, Rig rig)
    {
        Dimensions size = Dimensions.Of(model);
        ImmutableArray<double> shares = Shares(placement, rig);
        int blocks = LayerCount.Blocks(model);
        int firstOnDevice = rig.Devices.IsEmpty ? int.MaxValue : Math.Max(0, blocks + 1 - Math.Min(placement.GpuLayers, blocks + 1));
        long[] weights = Weights(model, shares, blocks, firstOnDevice);
        long[] cache = Cache(size, workload, placement, shares, blocks, firstOnDevice);
        long compute = Compute(size, workload);
        int outputs = workload.Outputs ?? workload.Parallel;
        long output = (long)outputs * size.Vocabulary * FloatBytes;

        int host = rig.Devices.Length;
        DeviceAllocation Entry(int i) =>
            new(
                i == host ? "host" : rig.Devices[i].Name,
                new ByteSize(weights[i]), new ByteSize(cache[i]), ByteSize.Zero,
                new ByteSize(weights[i] > 0 || i == host ? compute : 0),
                new ByteSize(i == host ? output : 0));
        EngineAllocation high = new([.. Enumerable.Range(0, host + 1).Select(Entry)], Effective(workload, outputs));

        // At least: the weights, the result rows, and one batch of the residual stream.
        long low = weights.Sum() + output + (long)workload.Microbatch * size.Embedding * FloatBytes;
        return new BoundedAllocation(high, new ByteSize(low));
    }

    private static ImmutableArray<double> Shares(Placement placement, Rig rig)
    {
        ImmutableArray<double> parts = placement.TensorSplit is { IsDefaultOrEmpty: false } split
            ? [.. Enumerable.Range(0, rig.Devices.Length).Select(i => i < split.Length ? split[i] : 0)]
            : [.. rig.Devices.Select(d => (double)d.Memory.Bytes)];
        double sum = parts.Sum();
        return sum == 0 ? parts : [.. parts.Select(p => p / sum)];
    }

    /// <summary>The device of a block, or the host's index (llama-model.cpp, load_tensors: blocks go by running share).</summary>
    private static int Home(int block, int blocks, int firstOnDevice, ImmutableArray<double> shares)
    {
        if (block < firstOnDevice)
        {
            return shares.Length;
        }

        double position = (block - firstOnDevice) / (double)Math.Max(1, blocks + 1 - firstOnDevice);
        double sum = 0;
        for (int i = 0; i < shares.Length; i++)
        {
            sum += shares[i];
            if (position < sum)
            {
                return i;
            }
        }

        return shares.Length - 1;
    }

    private static long[] Weights(Model model, ImmutableArray<double> shares, int blocks, int firstOnDevice)
    {
        long[] bytes = new long[shares.Length + 1];
        foreach (TensorInfo tensor in model.Tensors.Tensors)
        {
            // Input tables stay on the host; everything else outside a block counts with the output layer.
            bool input = tensor.Name.StartsWith("token_", StringComparison.Ordinal) || tensor.Name.StartsWith("position_", StringComparison.Ordinal);
            int home = input ? shares.Length : Home(LayerCount.BlockOf(tensor.Name) ?? blocks, blocks, firstOnDevice, shares);
            bytes[home] += tensor.Size.Bytes;
        }

        return bytes;
    }

    private static long[] Cache(
        Dimensions size, Workload workload, Placement placement, ImmutableArray<double> shares, int blocks, int firstOnDevice)
    {
        long[] bytes = new long[shares.Length + 1];
        long perLayer = workload.Context * (workload.CacheTypeK.RowBytes(size.KeyWidth) + workload.CacheTypeV.RowBytes(size.ValueWidth));
        for (int block = 0; block < blocks; block++)
        {
            bytes[placement.KvOffload ? Home(block, blocks, firstOnDevice, shares) : shares.Length] += perLayer;
        }

        return bytes;
    }

    /// <summary>Logits, feed-forward, attention with its mask and float copies of one layer's cache, all alive at once: more than any allocator needs.</summary>
    private static long Compute(Dimensions size, Workload workload)
    {
        long rows = workload.Microbatch;
        long logits = rows * size.Vocabulary;
        long feedForward = rows * 3 * size.FeedForward;
        long attention = rows * (4 * size.Embedding + 2 * (size.KeyWidth + size.ValueWidth));
        long mask = rows * workload.Context;
        long scores = workload.FlashAttention == FlashAttention.On ? 0 : rows * workload.Context * size.Heads;
        long copies = (long)workload.Context * (size.KeyWidth + size.ValueWidth);
        return FloatBytes * (logits + feedForward + attention + mask + scores + copies);
    }

    private static EffectiveWorkload Effective(Workload workload, int outputs) =>
        new(
            workload.Context, workload.KvUnified ? workload.Context : workload.Context / workload.Parallel, workload.Batch, workload.Microbatch,
            workload.FlashAttention != FlashAttention.Off, false, outputs);

    /// <summary>What bounds need of a header.</summary>
    private sealed record Dimensions(long Embedding, long FeedForward, long Vocabulary, long Heads, long KeyWidth, long ValueWidth)
    {
        private const int FeedForwardPerEmbedding = 4; // the usual widening where a header names none

        public static Dimensions Of(Model model)
        {
            KnownDimensions? known = (ArchitectureReader.Read(model.Metadata) as UnknownArchitecture)?.Dimensions;
            TensorInfo? table = model.Tensors.Find("token_embd.weight");
            long embedding = known?.EmbeddingLength ?? table?.Shape.Ne0 ?? 0;
            long keyHeads = known?.KeyValueHeads ?? 1;
            string feedForward = $"{model.Metadata.Architecture}.feed_forward_length";
            return new Dimensions(
                embedding,
                model.Metadata.Integer(feedForward) ?? FeedForwardPerEmbedding * embedding,
                known?.VocabularySize ?? table?.Shape.Ne1 ?? 0,
                known?.Heads ?? 1,
                keyHeads * (known?.KeyLength ?? embedding),
                keyHeads * (known?.ValueLength ?? embedding));
        }
    }
}

/// <summary>An allocation known between bounds.</summary>
/// <param name="High">The most, per device and part.</param>
/// <param name="Low">The least, all together.</param>
internal sealed record BoundedAllocation(EngineAllocation High, ByteSize Low);
