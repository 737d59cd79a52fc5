using LocalRig.Models;
using LocalRig.Rigs;
using LocalRig.Runtimes;
using LocalRig.Units;

namespace LocalRig.Serving;

/// <summary>What vLLM's start-up finds taken besides weights and cache: never exact, so bounds, set to hold what llm-d's planner
/// published of vLLM 0.19.0 by family (<see cref="Source"/>); versions before 0.17 measured 2.5 times the activations.</summary>
/// <param name="Activations">Peak of one step's scratch.</param>
/// <param name="Runtime">CUDA context, libraries, communication buffers beyond what was there before.</param>
/// <param name="Graphs">CUDA graphs; from 0.21 on taken off the pool, before outside of it.</param>
public sealed record Overheads(SizeRange Activations, SizeRange Runtime, SizeRange Graphs)
{
    /// <summary>Where the bounds come from.</summary>
    public const string Source =
        "58 runs of vLLM 0.19.0 on H100: llm-d-incubation/llm-d-planner, accuracy/accuracy_report.md (April 2026)";

    // Sampling is warmed up with float32 logits of every sequence, about 3.7 times over: the least of that report's peaks divided by
    // sequences x vocabulary x 4 bytes (Gemma 2 27B: 3.62 GiB of 0.977).
    private const double LogitCopies = 3.7;
    private const int LogitBytes = 4;

    // The widest layer's inputs and outputs for every token of a step, at 16 bits: residual, normed, queries and output, gate, up, product.
    private const int ResidualCopies = 6;
    private const int FeedForwardCopies = 3;
    private const long HalfPrecision = 2;

    /// <summary>The bounds for a model on a device.</summary>
    /// <param name="architecture">The model's shape.</param>
    /// <param name="parallelism">How it is spread.</param>
    /// <param name="device">The device.</param>
    public static Overheads Of(Architecture architecture, Parallelism parallelism, Device device)
    {
        SchedulerDefaults step = SchedulerDefaults.Of(device);
        double logits = LogitCopies * step.Sequences * architecture.VocabularySize * LogitBytes;
        double layer = architecture.Layers.Max(l => (double)LayerBytes(architecture, l, parallelism, step.BatchedTokens));
        // a stage without the output matrix samples nothing
        double least = parallelism.Pipeline > 1 ? layer / 2 : Math.Max(logits, layer / 2);
        SizeRange activations = new(Bytes(least), Bytes(Math.Max(logits, layer / 2) + layer / 4), Bytes(logits + layer));

        // non-torch forward increase: 0.24-0.46 GiB on one device, 2.06-2.21 where NVLinked H100s reduce over symmetric memory; 0.20 on
        // 16 RTX 3090s (vllm-project/vllm pull request 14447); 0.07 between pipeline stages
        SizeRange runtime = parallelism.Tensor * parallelism.Data > 1 ? SizeRange.OfGibibytes(0.2, 1.2, 2.25) : SizeRange.OfGibibytes(0.05, 0.25, 0.5);
        SizeRange graphs = SizeRange.OfGibibytes(0, 0.5, 1.85); // pools of 0.51-1.85 GiB, none of it off the pool before 0.21
        return new Overheads(activations, runtime, graphs);
    }

    /// <summary>All of it.</summary>
    public SizeRange Total => Activations + Runtime + Graphs;

    private static long LayerBytes(Architecture architecture, Layer layer, Parallelism parallelism, int tokens)
    {
        long residual = (long)architecture.EmbeddingLength * ResidualCopies;
        long width = layer.FeedForward switch
        {
            DenseFeedForward d => (long)d.Width * FeedForwardCopies / parallelism.Tensor,
            ExpertFeedForward e => e.Used * ((long)e.Width * FeedForwardCopies / parallelism.Tensor + 2L * architecture.EmbeddingLength)
                + (long)e.SharedWidth * FeedForwardCopies / parallelism.Tensor,
            _ => 0,
        };
        return tokens * (residual + width) * HalfPrecision;
    }

    private static ByteSize Bytes(double value) => new((long)value);
}
