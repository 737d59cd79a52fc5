using LocalRig.Architectures;
using LocalRig.Engines;
using LocalRig.Models;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Planning;

/// <summary>Searches the largest context that fits a placement. Memory grows almost in proportion to context but not quite: the
/// allocator's holes let it shrink here and there, so only a context that was itself tried is ever given.</summary>
/// <param name="trial">Tries contexts.</param>
/// <param name="model">The model.</param>
/// <param name="remembered">What was found before; null where nothing is kept.</param>
/// <param name="engine">The engine's name, under which it is kept.</param>
internal sealed class ContextLimit(Trial trial, Model model, RememberedContexts? remembered = null, string engine = "")
{
    // llama-context.cpp, llama_context: n_ctx_seq is padded to 256.
    private const int CellPadding = 256;

    // Past the first context that fails, how many further steps are tried, each twice as far, where scratch isn't monotonic
    // (experts and hybrids: 521 MiB at 32k, 493 at 131k): such dips are smaller than what a few steps of cache add.
    private const int ProbesBeyond = 2;

    /// <summary>The largest context that leaves <paramref name="margin"/> free everywhere, up to what the model was trained for; 0 when none does. It doesn't depend
    /// on the context asked for, unless that itself is larger and fits.</summary>
    /// <param name="workload">The rest of the question.</param>
    /// <param name="placement">Where everything goes.</param>
    /// <param name="margin">Memory to leave free.</param>
    public int Largest(Workload workload, Placement placement, ByteSize margin)
    {
        int step = Step(workload);
        long most = Math.Max(1, Ceiling(workload, model) / step);
        long Room(long steps) => Try(() => trial.Room(workload with { Context = (int)(steps * step) }, placement, margin));
        long? Stored(long steps)
        {
            try
            {
                return trial.RoomStored(workload with { Context = (int)(steps * step) }, placement, margin);
            }
            catch (EngineException)
            {
                return long.MinValue;
            }
        }

        long Search() => Room(most) is var roomMost && roomMost >= 0 ? most : Boundary(Room, Stored, new LineSearch.Point(most, roomMost));
        long found = remembered is not null && trial.IsPlain && model.Architecture is { } shape
            ? remembered.Get(model.Tensors, new RememberedContexts.Asked(engine, shape, trial.Rig, workload with { Context = 0 }, placement, margin, most), Search)
            : Search();
        long asked = (workload.Context + step - 1L) / step;
        if (asked > found && asked < most && trial.Known(workload, placement) is not null && Room(asked) is var roomAsked && roomAsked >= 0)
        {
            // a dip of scratch that the search went past
            found = LineSearch.Boundary(Room, new LineSearch.Point(asked, roomAsked), new LineSearch.Point(most, Room(most))).Fits.Steps;
        }

        return (int)(found * step);
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
    private long Boundary(Func<long, long> room, Func<long, long?> stored, LineSearch.Point beyondAll)
    {
        (LineSearch.Point last, LineSearch.Point first) = new StoredFirstSearch(room, stored).Boundary(beyondAll);
        long found = last.Steps;
        bool dips = !IsMonotonic && found > 0;
        for (int probe = 1; probe <= ProbesBeyond && dips; probe++)
        {
            long beyond = first.Steps + (1L << probe) - 1;
            found = room(beyond) >= 0 ? beyond : found;
        }

        return found;
    }

    private static long Try(Func<long> room)
    {
        try
        {
            return room();
        }
        catch (EngineException)
        {
            return long.MinValue;
        }
    }

    private bool IsMonotonic =>
        model.Architecture?.Layers.All(l => l is { Attention: FullAttention, FeedForward: DenseFeedForward }) ?? true;
}
