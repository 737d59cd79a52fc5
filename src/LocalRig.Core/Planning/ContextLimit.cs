using LocalRig.Architectures;
using LocalRig.Engines;
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

    // Past the first context that fails, how many further steps are tried, each twice as far, where scratch isn't monotonic
    // (experts and hybrids: 521 MiB at 32k, 493 at 131k): such dips are smaller than what a few steps of cache add.
    private const int ProbesBeyond = 2;

    /// <summary>The largest context that leaves <paramref name="margin"/> free everywhere, up to what the model was trained for; 0 when none does.</summary>
    /// <param name="workload">The rest of the question.</param>
    /// <param name="placement">Where everything goes.</param>
    /// <param name="margin">Memory to leave free.</param>
    public int Largest(Workload workload, Placement placement, ByteSize margin)
    {
        int step = Step(workload);
        long Room(long steps)
        {
            try
            {
                return trial.Room(workload with { Context = (int)(steps * step) }, placement, margin);
            }
            catch (EngineException)
            {
                return long.MinValue;
            }
        }

        long most = Math.Max(1, Ceiling(workload, model) / step);
        long roomMost = Room(most);
        if (roomMost >= 0)
        {
            return (int)(most * step);
        }

        // The context of the plan itself was tried already.
        long asked = Math.Clamp(workload.Context / step, 1, most);
        long roomAsked = asked == most ? roomMost : Room(asked);
        LineSearch.Point fails = roomAsked < 0 ? new LineSearch.Point(asked, roomAsked) : new LineSearch.Point(most, roomMost);
        LineSearch.Point fits = roomAsked < 0 ? new LineSearch.Point(1, asked == 1 ? roomAsked : Room(1)) : new LineSearch.Point(asked, roomAsked);
        return fits.Room < 0 ? 0 : (int)(Boundary(Room, fits, fails) * step);
    }

    /// <summary>Tokens a model was trained for, as far as its header says.</summary>
    public static int? TrainedContext(Model model) =>
        model.Architecture?.ContextLength ?? (ArchitectureReader.Read(model.Metadata) as UnknownArchitecture)?.Dimensions.ContextLength;

    /// <summary>Contexts are multiples of this.</summary>
    public static int Step(Workload workload) => workload.KvUnified ? CellPadding : CellPadding * workload.Parallel;

    /// <summary>The largest context worth trying: what the model was trained for, per sequence.</summary>
    public static long Ceiling(Workload workload, Model model)
    {
        int trained = TrainedContext(model) ?? workload.Context;
        long total = workload.KvUnified ? trained : (long)trained * workload.Parallel;
        return Math.Min(Math.Max(total, workload.Context), int.MaxValue - (1 << 20));
    }

    /// <summary>The last step that fits before one that doesn't, or one a little beyond where scratch dips.</summary>
    private long Boundary(Func<long, long> room, LineSearch.Point fits, LineSearch.Point fails)
    {
        (LineSearch.Point last, LineSearch.Point first) = LineSearch.Boundary(room, fits, fails);
        long found = last.Steps;
        bool dips = !IsMonotonic;
        for (int probe = 1; probe <= ProbesBeyond && dips; probe++)
        {
            long beyond = first.Steps + (1L << probe) - 1;
            found = room(beyond) >= 0 ? beyond : found;
        }

        return found;
    }

    private bool IsMonotonic =>
        model.Architecture?.Layers.All(l => l is { Attention: FullAttention, FeedForward: DenseFeedForward }) ?? true;
}
