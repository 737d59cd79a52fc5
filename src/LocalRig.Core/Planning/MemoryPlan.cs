using System.Collections.Immutable;
using LocalRig.Engines;
using LocalRig.Forecasting;
using LocalRig.Models;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Planning;

/// <summary>The answer: what a model takes on a rig for a workload, per device and part, and whether that works.</summary>
public sealed record MemoryPlan
{
    /// <summary>The model planned.</summary>
    public required Model Model { get; init; }

    /// <summary>What was asked.</summary>
    public required PlanQuestion Question { get; init; }

    /// <summary>The machine planned for.</summary>
    public required Rig Rig { get; init; }

    /// <summary>The engine whose rules were used, with its version.</summary>
    public required string Engine { get; init; }

    /// <summary>The engine's build number; 0 for the newest.</summary>
    public int EngineBuild { get; init; }

    /// <summary>What the engine made of the workload.</summary>
    public required EffectiveWorkload Effective { get; init; }

    /// <summary>What is loaded where devices lack the memory to run pipelined and llama.cpp, after a first failure, loads without; null where the first try fits or nothing does.
    /// <see cref="Devices"/> are the first try's, as llama.cpp's own planning prints them.</summary>
    public ImmutableArray<DevicePlan>? SecondTry { get; init; }

    /// <summary>Whether it loads at the second try, without pipelining.</summary>
    public bool GivesUpPipelining => SecondTry is not null;

    /// <summary>The plan with what is really loaded.</summary>
    public MemoryPlan AsLoaded => SecondTry is { } loaded ? this with { Devices = loaded, Effective = Effective with { PipelineParallel = false } } : this;

    /// <summary>Where everything goes, without any <c>auto</c>.</summary>
    public required Placement Placement { get; init; }

    /// <summary>Layers a full offload moves, the output included.</summary>
    public required int OffloadableLayers { get; init; }

    /// <summary>Every device of the rig in order, then the host.</summary>
    public required ImmutableArray<DevicePlan> Devices { get; init; }

    /// <summary>How far the bytes can be trusted.</summary>
    public required Exactness Exactness { get; init; }

    /// <summary>Why they are not exact, in one sentence; empty when they are.</summary>
    public string ExactnessReason { get; init; } = "";

    /// <summary>The least all engine allocations together can be.</summary>
    public required ByteSize Low { get; init; }

    /// <summary>The most all engine allocations together can be.</summary>
    public required ByteSize High { get; init; }

    /// <summary>Whether it works.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The verdict in words, with the first thing to change when it doesn't fit.</summary>
    public required string Advice { get; init; }

    /// <summary>The largest context in tokens that still fits this placement; 0 when none does.</summary>
    public required int MaxContext { get; init; }

    /// <summary>The memory a comfortable plan leaves free on every device.</summary>
    public required ByteSize Margin { get; init; }

    /// <summary>Where every value comes from.</summary>
    public required ImmutableArray<Because> Because { get; init; }

    /// <summary>How fast it will run; null in plans made for memory alone.</summary>
    public Forecast? Forecast { get; init; }

    /// <summary>What can be told of the speed where no forecast can be made because of a link between machines; else null.</summary>
    public SpeedBound? AtMost { get; init; }

    /// <summary>What the engine's own fitting chose, where it was asked to; else null.</summary>
    public FitOutcome? Fit { get; init; }

    /// <summary>Everything the engine allocates, on all devices.</summary>
    public ByteSize Total => new(Devices.Sum(d => d.Parts.Total.Bytes));

    /// <summary>The host's entry.</summary>
    public DevicePlan Host => Devices[^1];

    /// <summary>Whether experts are kept on the host; -ncmoe moves nothing of a model that has none.</summary>
    public bool ExpertsOnHost => Placement.CpuMoeLayers > 0 && ExpertTensors.AnyIn(Model);

    /// <summary>Whether part of the model is on the host though the rig has devices.</summary>
    public bool Spills =>
        Rig.Devices.Length > 0 && (Placement.GpuLayers < OffloadableLayers || ExpertsOnHost || Placement.Overrides.SendToHost);
}
