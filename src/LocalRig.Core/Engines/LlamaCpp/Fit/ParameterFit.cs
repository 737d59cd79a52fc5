using System.Collections.Immutable;
using LocalRig.Architectures;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Engines.LlamaCpp.Fit;

/// <summary>What llama.cpp's own fitting (--fit, on by default) makes of a request (common/fit.cpp of 0.7.0): nothing where all fits with the margin free;
/// else a shorter context, where none was given, down to --fit-ctx; else fewer layers or experts on the devices (<see cref="LayerFill"/>).</summary>
internal sealed class ParameterFit
{
    private const int ContextStep = 256; // common/fit.cpp: rounded down for the CUDA backend
    private const int LayersWastedTimesTwo = 2; // on average half a layer per device is expected to stay empty …
    private const int ExpertLayersWasted = 6; // … and a third of that where single tensors are placed

    // What is free is asked while recurrent state, alone of all, is really there (0.7.0: llama-memory-recurrent.cpp doesn't mind no_alloc), so it counts twice;
    // seen with llama-fit-params 0.7.0: 8,140 of 8,192 MiB free with 50.25 MiB of state, which drivers give in steps of 2 MiB.
    private const long StateStep = 2 * ByteSize.BytesPerMebibyte;

    private readonly FitQuestion _asked;

    private readonly int[] _used;

    private readonly long _streams;

    private readonly int _layers;

    private ParameterFit(FitQuestion asked)
    {
        _asked = asked;
        _used = asked.Rig.Devices.IsEmpty || asked.Placement.SplitMode != SplitMode.None ? [.. Enumerable.Range(0, asked.Rig.Devices.Length)] : [asked.Placement.MainGpu];
        _streams = asked.Workload.KvUnified ? 1 : Math.Max(1, asked.Workload.Parallel);
        _layers = asked.Model.Architecture!.Layers.Length + (asked.Workload.Mtp ? asked.Model.Architecture.MtpLayers.Length : 0);
    }

    private bool HasExperts => ExpertTensors.AnyIn(_asked.Model);

    /// <summary>Fits.</summary>
    public static FittedParameters Of(FitQuestion asked) => new ParameterFit(asked).Fit();

    private FittedParameters Fit()
    {
        bool open = _asked.Workload.Context == 0;
        long most = Saturated(_asked.Model.Architecture!.ContextLength * _streams);
        long least = Saturated(_asked.LeastContext * _streams);
        int context = open ? (int)most : _asked.Workload.Context;
        Usage full = Measured(context, _asked.Placement);
        if (Room(full) >= 0)
        {
            return new(context, _asked.Placement, "all of it fits with the margin to spare");
        }

        string shortened = "";
        if (open && most > least && Surplus(full) < 0)
        {
            (context, bool done) = Shortened(full, most, least);
            shortened = $"the context is {context:N0} of {most:N0} tokens";
            if (done && _used.Length <= 1)
            {
                return new(context, _asked.Placement, shortened);
            }
        }

        return _used.Length == 0 ? new(context, _asked.Placement, shortened, "It gives up: no context makes the model fit main memory.")
            : _asked.PlacementSetBy.Length > 0 ? new(context, _asked.Placement, shortened, $"It gives up: {_asked.PlacementSetBy} is set, so it doesn't move layers, and llama.cpp loads as it is told.")
            : Filled(full, context, shortened);
    }

    private FittedParameters Filled(Usage full, int context, string shortened)
    {
        bool expertsComeBack = HasExperts && Surplus(Measured(context, _asked.Placement with { Overrides = TensorOverrides.Parse([$"{ShareOptions.EveryExpert}={EngineNames.Cpu}"]) })) > 0;
        ImmutableArray<string> names = EngineNames.Of(_asked.Rig);
        LayerFill fill = new(
            _layers, HasExperts, [.. full.Free.Select(f => f - _asked.Margin.Bytes)], [.. _used.Select(i => names[i])], EngineNames.Cpu, _asked.Placement,
            placement => [.. Measured(context, placement).Devices]);
        Placement filled = fill.Fill(expertsComeBack);
        string layers = filled.GpuLayers > _layers ? "all layers" : $"{filled.GpuLayers} of {_layers + 1} layers";
        string moved = filled.Overrides.IsEmpty ? "" : ", experts by name";
        return new(context, filled, $"{(shortened.Length > 0 ? $"{shortened} and " : "")}{layers} are on the devices{moved}") { Whole = fill.FilledWhole };
    }

    /// <summary>The context between the least and the most that a straight line through what both take says fits; the least where even that doesn't.</summary>
    private (int Context, bool Fits) Shortened(Usage full, long most, long least)
    {
        long target = _used.Length == 0 ? _asked.Rig.Host.Memory.Bytes - _asked.Margin.Bytes : full.Free.Sum(f => f - _asked.Margin.Bytes);
        if (_used.Length > 1)
        {
            long perLayer = full.Weights / _layers;
            target -= (_used.Length + 1) * perLayer / (HasExperts ? ExpertLayersWasted : LayersWastedTimesTwo);
        }

        long used = Sum(full);
        long usedAtLeast = Sum(Measured((int)least, _asked.Placement));
        if (target <= usedAtLeast || used <= usedAtLeast)
        {
            return ((int)least, false);
        }

        long context = least + (long)((Int128)(most - least) * (target - usedAtLeast) / (used - usedAtLeast));
        return ((int)Math.Max(context - context % (ContextStep * _streams), least), true);
    }

    private Usage Measured(int context, Placement placement)
    {
        // It loads without memory and without mapping (common/fit.cpp, common_get_device_memory_data)
        EngineAllocation allocation = _asked.Measure(_asked.Workload with { Context = context }, placement with { Mmap = false });
        return new Usage(
            [.. _used.Select(i => allocation.Devices[i].Total.Bytes)],
            [.. _used.Select(i => (_asked.Free[i] - allocation.Devices[i].RecurrentState.AlignUp(StateStep)).Bytes)],
            _used.Sum(i => allocation.Devices[i].Weights.Bytes), allocation.Devices[^1].Total.Bytes);
    }

    private long Sum(Usage usage) => _used.Length == 0 ? usage.Host : usage.Devices.Sum();

    /// <summary>What is left above the margin where least is left; main memory counts whole, and only where there are no devices.</summary>
    private long Room(Usage usage) =>
        _used.Length == 0 ? Surplus(usage) : usage.Free.Zip(usage.Devices, (free, taken) => free - taken - _asked.Margin.Bytes).Min();

    private long Surplus(Usage usage) =>
        _used.Length == 0
            ? _asked.Rig.Host.Memory.Bytes - usage.Host - _asked.Margin.Bytes
            : usage.Free.Sum(f => f - _asked.Margin.Bytes) - usage.Devices.Sum();

    private static long Saturated(long tokens) => Math.Min(tokens, int.MaxValue);

    private readonly record struct Usage(ImmutableArray<long> Devices, ImmutableArray<long> Free, long Weights, long Host);
}
