using System.Collections.Immutable;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Engines;

/// <summary>What an engine's own fitting is given: a request with some of it left open, and the memory there is.</summary>
public sealed record FitQuestion
{
    /// <summary>The model.</summary>
    public required Model Model { get; init; }

    /// <summary>What is asked; context 0 leaves the context open.</summary>
    public required Workload Workload { get; init; }

    /// <summary>The placement the fitting starts from: all layers, shared by free memory, unless somebody set them.</summary>
    public required Placement Placement { get; init; }

    /// <summary>The option that fixes the placement, such as <c>-ngl</c>: llama.cpp then fits the context alone; empty where none is given.</summary>
    public string PlacementSetBy { get; init; } = "";

    /// <summary>The machine.</summary>
    public required Rig Rig { get; init; }

    /// <summary>What is free on each device of the rig before anything is loaded.</summary>
    public required ImmutableArray<ByteSize> Free { get; init; }

    /// <summary>What is to stay free on each device (--fit-target).</summary>
    public required ByteSize Margin { get; init; }

    /// <summary>The context of one sequence below which it isn't shortened (--fit-ctx), in tokens.</summary>
    public required int LeastContext { get; init; }

    /// <summary>What is allocated for a workload in a placement.</summary>
    public required Func<Workload, Placement, EngineAllocation> Measure { get; init; }
}

/// <summary>What an engine's own fitting chose.</summary>
/// <param name="Context">Tokens of context in total.</param>
/// <param name="Placement">Where everything goes.</param>
/// <param name="How">What it did, as the end of a sentence.</param>
/// <param name="GaveUp">Why it gave up, as a sentence; empty where it didn't.</param>
public sealed record FittedParameters(int Context, Placement Placement, string How, string GaveUp = "")
{
    /// <summary>The placement with experts that are divided over two memories all in main memory; null where none are.</summary>
    public Placement? Whole { get; init; }
}
