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

    // Layers with a recurrent state: peaks of 1.59 and 1.66 GiB where this counts 0.86 (noonghunna/club-3090 issue 1087 and pull request
    // 1139), and 2.80 where it counts 1.27 (Tanguille/cluster pull request 4670).
    private const double LeastOfRecurrent = 1.2;
    private const double LikelyOfRecurrent = 1.9;
    private const double MostOfRecurrent = 2.4;

    // Logits and the widest layer aren't at their peak at the same time: what the report has beyond logits is at most this part of a layer.
    private const double BesideLogits = 0.35;
    private const double BesideLogitsWithExperts = 0.6;

    // "Encoder cache will be initialized with a budget of ... tokens": 4,096 for Gemma 4, 16,384 for Qwen3.8 (noonghunna/club-3090 issues 372, 1047)
    private const int ImageTokens = 8192;

    private const int FewSequences = 16;
    private static readonly ByteSize Large = ByteSize.FromGibibytes(40);

    /// <summary>The bounds for a model on a device at the runtime's own step.</summary>
    /// <param name="architecture">The model's shape.</param>
    /// <param name="parallelism">How it is spread.</param>
    /// <param name="device">The device.</param>
    public static Overheads Of(Architecture architecture, Parallelism parallelism, Device device) => Of(architecture, parallelism, device, SchedulerDefaults.Of(device));

    /// <summary>The bounds for a model on a device.</summary>
    /// <param name="architecture">The model's shape.</param>
    /// <param name="parallelism">How it is spread.</param>
    /// <param name="device">The device.</param>
    /// <param name="step">What is computed at once.</param>
    /// <param name="images">Whether the model sees images: start-up then measures with as many tokens as pictures have.</param>
    public static Overheads Of(Architecture architecture, Parallelism parallelism, Device device, SchedulerDefaults step, bool images = false) =>
        new(ActivationsOf(architecture, parallelism, images ? step with { BatchedTokens = Math.Max(step.BatchedTokens, ImageTokens) } : step), RuntimeOf(parallelism, device), GraphsOf(device, step));

    private static SizeRange ActivationsOf(Architecture architecture, Parallelism parallelism, SchedulerDefaults step)
    {
        // a stage without the output matrix samples nothing
        double logits = LogitCopies * step.Sequences * architecture.VocabularySize * LogitBytes;
        double layer = architecture.Layers.Max(l => (double)LayerBytes(architecture, l, parallelism, step.BatchedTokens));
        double least = parallelism.Pipeline > 1 ? layer / 2 : Math.Max(logits, layer / 2);
        if (architecture.Layers.Any(static l => l.Attention is RecurrentAttention))
        {
            return new(Bytes(Math.Max(least, layer * LeastOfRecurrent)), Bytes(Math.Max(logits, layer * LikelyOfRecurrent)), Bytes(Math.Max(logits + layer, layer * MostOfRecurrent)));
        }

        double beside = architecture.Layers.Any(static l => l.FeedForward is ExpertFeedForward) ? BesideLogitsWithExperts : BesideLogits;
        double most = Math.Max(logits + layer * beside, layer);
        return new(Bytes(least), Bytes(Math.Min(Math.Max(logits, layer / 2) + layer / 4, most)), Bytes(most));
    }

    private static SizeRange RuntimeOf(Parallelism parallelism, Device device) =>
        // non-torch forward increase: 0.24-0.46 GiB on one device, 2.06-2.21 where NVLinked H100s reduce over symmetric memory; 0.20 on
        // 16 RTX 3090s (vllm-project/vllm pull request 14447), 0.75 at most on two RTX 5090 (15.03 GiB with weights of 14.28:
        // noonghunna/club-3090 issue 1087, vllm-project/recipes pull request 810); 0.07 between pipeline stages
        parallelism.Tensor * parallelism.Data == 1 ? SizeRange.OfGibibytes(0.05, 0.25, 0.5)
        : device.Memory < Large ? SizeRange.OfGibibytes(0.2, 0.4, 0.75)
        : SizeRange.OfGibibytes(0.2, 1.2, 2.25);

    private static SizeRange GraphsOf(Device device, SchedulerDefaults step) =>
        // pools of 0.51-1.85 GiB, none of it off the pool before 0.21; with few sequences few graphs: 0.09 to 0.49 (noonghunna/club-3090
        // issues 104, 127 and 1087, pull request 1139); 2.43 estimated on GB10 (MiaAI-Lab/GLM-5.3-Flash-EXL3-2x-DGX-Sparks pull request 25)
        step.Sequences <= FewSequences ? SizeRange.OfGibibytes(0.05, 0.27, 0.5)
        : device.SharesHostMemory ? SizeRange.OfGibibytes(0, 1, 2.5)
        : SizeRange.OfGibibytes(0, 0.9, 1.85);

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
