using LocalRig.Architectures;
using LocalRig.Models;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Planning;

/// <summary>Searches the largest context that fits a placement. Memory grows almost in proportion to context but not quite: the
/// allocator's holes let it shrink here and there, so only a context that was itself tried is ever given.</summary>
internal sealed class ContextLimit(Trial trial, Model model)
{
    // llama-context.cpp, llama_context: n_ctx_seq is padded to 256.
    private const int CellPadding = 256;

    // Past the first context that fails, how many further steps are tried, each twice as far: the dips seen in the measured
    // cells (521 MiB at 32k, 493 at 131k) are smaller than what a few steps of cache add.
    private const int ProbesBeyond = 3;

    /// <summary>The largest context that leaves <paramref name="margin"/> free everywhere, up to what the model was trained for; 0 when none does.</summary>
    public int Largest(Workload workload, Placement placement, ByteSize margin)
    {
        int step = workload.KvUnified ? CellPadding : CellPadding * workload.Parallel;
        long Room(long steps) =>
            trial.TryHeadroom(workload with { Context = (int)(steps * step) }, placement) is long headroom ? headroom - margin.Bytes : long.MinValue;

        long most = Math.Max(1, Ceiling(workload) / step);
        long roomMost = Room(most);
        if (roomMost >= 0)
        {
            return (int)(most * step);
        }

        long roomLeast = most == 1 ? roomMost : Room(1);
        if (roomLeast < 0)
        {
            return 0;
        }

        long fits = Bracket(Room, 1, roomLeast, most, roomMost);
        return (int)(fits * step);
    }

    /// <summary>Tokens a model was trained for, as far as its header says.</summary>
    public static int? TrainedContext(Model model) =>
        model.Architecture?.ContextLength ?? (ArchitectureReader.Read(model.Metadata) as UnknownArchitecture)?.Dimensions.ContextLength;

    private long Ceiling(Workload workload)
    {
        int trained = TrainedContext(model) ?? workload.Context;
        long total = workload.KvUnified ? trained : (long)trained * workload.Parallel;
        return Math.Min(Math.Max(total, workload.Context), int.MaxValue - (1 << 20));
    }

    /// <summary>Narrows (fits, fails) to neighbours, guessing along the straight line between them and halving every third time.</summary>
    private static long Bracket(Func<long, long> room, long fits, long roomFits, long fails, long roomFails)
    {
        for (int turn = 1; fails - fits > 1; turn++)
        {
            double share = turn % 3 == 0 || roomFails == long.MinValue ? 0.5 : roomFits / ((double)roomFits - roomFails);
            long guess = Math.Clamp(fits + (long)(share * (fails - fits)), fits + 1, fails - 1);
            long roomGuess = room(guess);
            if (roomGuess >= 0)
            {
                (fits, roomFits) = (guess, roomGuess);
            }
            else
            {
                (fails, roomFails) = (guess, roomGuess);
            }
        }

        for (int probe = 1; probe <= ProbesBeyond; probe++)
        {
            long beyond = fails + (1L << probe) - 1;
            if (room(beyond) >= 0)
            {
                fits = beyond;
            }
        }

        return fits;
    }
}
