using System.Globalization;
using System.Numerics;

namespace LocalRig.Serving;

/// <summary>Models with recurrent layers keep a state for every sequence, a block of the pool each, and vLLM refuses to start where it is asked for more sequences at once
/// (--max-num-seqs) than the pool has blocks: "max_num_seqs (1024) exceeds available Mamba cache blocks (856)" (vllm-project/vllm pull request 38270, issue 49064).</summary>
internal static class StateBlocks
{
    // An RTX PRO 6000 had 939 blocks where 1,097 were the fewest planned (vllm-project/recipes pull request 831): checkpoints keep more in 16 bits than their format says.
    private const double Sure = 0.8;

    /// <summary>The sequences to ask for where vLLM's own number may be too many: the largest power of two that the pool surely has blocks for. Null where its own number is safe.</summary>
    /// <param name="states">Whether any layer keeps a state.</param>
    /// <param name="blocks">Blocks of the pool at least.</param>
    /// <param name="usual">vLLM's own number.</param>
    public static int? Cap(bool states, long blocks, int usual) =>
        states && blocks * Sure < usual ? (int)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(1, blocks * Sure) + 1) / 2 : null;

    /// <summary>Why the command says so.</summary>
    public static string Note(int cap, CountRange blocks, int usual) => string.Create(
        CultureInfo.InvariantCulture,
        $"Each sequence needs a block of the pool for its state, and vLLM refuses to start with more sequences at once (usually {usual:N0}) than the pool has blocks, here {blocks.Low:N0} to {blocks.High:N0}: hence --max-num-seqs {cap}.");
}
