using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Workloads;

namespace LocalRig.Questions;

/// <summary>A request for a plan as every face speaks it: command line, JSON, API body, tool call.</summary>
public sealed record PlanRequest
{
    /// <summary>A file, folder, catalogue id or address; empty until given.</summary>
    public string Model { get; init; } = "";

    /// <summary>Recipe name for a catalogue model, or null for the advisor's pick.</summary>
    public string? Quant { get; init; }

    /// <summary>The machine to plan for.</summary>
    public RigRequest Rig { get; init; } = new ThisMachineRig();

    /// <summary>Which of a device's backends to use, or null for its best.</summary>
    public Backend? Backend { get; init; }

    /// <summary>Engine and version, or null for the newest profile.</summary>
    public string? Engine { get; init; }

    /// <summary>A vision projector to load beside the model, or null.</summary>
    public string? Projector { get; init; }

    /// <summary>Whether the projector stays on the processor.</summary>
    public bool ProjectorOnHost { get; init; }

    /// <summary>A smaller model that drafts, as <see cref="Model"/> is named, or null.</summary>
    public string? Draft { get; init; }

    /// <summary>RPC servers whose devices join the rig's: <c>host:port,host:port</c>; empty without.</summary>
    public string Rpc { get; init; } = "";

    /// <summary>Whether llama.cpp's own fitting chooses context and placement (--fit).</summary>
    public bool AsFit { get; init; }

    /// <summary>The context of one sequence below which that fitting doesn't go, in tokens.</summary>
    public int FitContext { get; init; } = FitWish.DefaultLeastContext;

    /// <summary>Whether a context was asked for.</summary>
    internal bool ContextGiven { get; init; }

    /// <summary>Whether only memory is asked for: no largest context, no forecast.</summary>
    public bool MemoryOnly { get; init; }

    /// <summary>Whether rows of logits are as many as the batch (tools that ask for all), whatever the batch turns out to be.</summary>
    internal bool OutputsFollowBatch { get; init; }

    /// <summary>Workload, placement and forecast lengths.</summary>
    public PlanQuestion Question { get; init; } = new();

    /// <summary>The same request with a changed workload.</summary>
    public PlanRequest With(Func<Workload, Workload> change) =>
        this with { Question = Question with { Workload = change(Question.Workload) } };

    /// <summary>The same request with a changed placement wish.</summary>
    public PlanRequest WithPlacement(Func<PlacementRequest, PlacementRequest> change) =>
        this with { Question = Question with { Placement = change(Question.Placement) } };

    /// <summary>The same request with a changed fixed part of the placement.</summary>
    public PlanRequest WithFixed(Func<Placement, Placement> change) =>
        WithPlacement(p => p with { Fixed = change(p.Fixed) });
}

/// <summary>Which machine a request is for.</summary>
public abstract record RigRequest
{
    /// <summary>The same, with a time its tools may take where it is this machine.</summary>
    internal RigRequest Waiting(TimeSpan wait) => this is ThisMachineRig mine ? mine with { Wait = wait } : this;
}

/// <summary>The machine LocalRig runs on.</summary>
public sealed record ThisMachineRig : RigRequest
{
    /// <summary>How long its tools may take to answer; null for the usual time.</summary>
    public TimeSpan? Wait { get; init; }
}

/// <summary>A catalogue device or a composition in words: <c>2x rtx-3090</c>.</summary>
/// <param name="Text">As given.</param>
public sealed record NamedRig(string Text) : RigRequest;

/// <summary>A machine spelled out.</summary>
/// <param name="Rig">Its devices and host.</param>
public sealed record DescribedRig(Rig Rig) : RigRequest;
