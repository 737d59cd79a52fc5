using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Serving;

/// <summary>How much vLLM computes at once where nothing is said; its start-up measures memory with exactly that
/// (vllm/engine/arg_utils.py: large devices other than the A100 get more).</summary>
/// <param name="BatchedTokens">Tokens of one step (--max-num-batched-tokens).</param>
/// <param name="Sequences">Sequences of one step (--max-num-seqs).</param>
public readonly record struct SchedulerDefaults(int BatchedTokens, int Sequences)
{
    private static readonly ByteSize Large = ByteSize.FromGibibytes(70);

    /// <summary>What is computed at once: as asked, else the defaults.</summary>
    /// <param name="device">The device.</param>
    /// <param name="question">What was asked.</param>
    public static SchedulerDefaults Of(Device device, ServingQuestion question)
    {
        SchedulerDefaults usual = Of(device);
        return new(question.BatchedTokens ?? usual.BatchedTokens, question.Sequences ?? usual.Sequences);
    }

    /// <summary>The defaults of the OpenAI-compatible server on a device.</summary>
    public static SchedulerDefaults Of(Device device) =>
        device.Memory >= Large && device.CatalogId?.StartsWith("a100", StringComparison.Ordinal) != true ? new(8192, 1024) : new(2048, 256);
}
