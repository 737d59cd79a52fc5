using System.Collections.Immutable;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Advice.Needs;

/// <summary>What a model needs: memory exactly, bandwidth for a speed, and machines that have both.</summary>
public sealed record NeedsAnswer
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>Tokens of context in total.</summary>
    public required int Context { get; init; }

    /// <summary>Answers per second wanted, in tokens; null when no speed was asked for.</summary>
    public double? TokensPerSecond { get; init; }

    /// <summary>Tokens in context at which that speed should hold.</summary>
    public int Depth { get; init; }

    /// <summary>Memory by quantization, most bytes first.</summary>
    public required ImmutableArray<QuantNeed> Quants { get; init; }

    /// <summary>The quantization that bandwidth and machines are for.</summary>
    public required string Chosen { get; init; }

    /// <summary>Bandwidth for the speed asked; empty when none was.</summary>
    public ImmutableArray<BandwidthNeed> Bandwidths { get; init; } = [];

    /// <summary>Machines that hold the chosen quantization and answer as fast as asked: by price where one is known, the others by memory.</summary>
    public ImmutableArray<FittingRig> Rigs { get; init; } = [];

    /// <summary>Machines of the catalogue tried.</summary>
    public int RigsTried { get; init; }
}

/// <summary>What one quantization needs.</summary>
/// <param name="Quant">Its name.</param>
/// <param name="Weights">Bytes of its tensors.</param>
/// <param name="Memory">The smallest memory of each kind.</param>
public sealed record QuantNeed(string Quant, ByteSize Weights, ImmutableArray<MemoryNeed> Memory)
{
    /// <summary>The need of a kind, or null.</summary>
    public MemoryNeed? Of(MemoryKind kind) => Memory.FirstOrDefault(m => m.Kind == kind);
}

/// <summary>The smallest memory of a kind that holds a model.</summary>
/// <param name="Kind">Which memory.</param>
/// <param name="Smallest">In it, it fits; one MiB less and it doesn't.</param>
/// <param name="Comfortable">In it, the margin stays free; one MiB less and it doesn't.</param>
/// <param name="Host">What it takes of main memory besides; zero where that is the memory searched.</param>
/// <param name="Sold">The smallest size of such memory on sale that is comfortable; null when none is large enough or sizes aren't known.</param>
/// <param name="Plan">The plan in the smallest.</param>
public sealed record MemoryNeed(MemoryKind Kind, ByteSize Smallest, ByteSize Comfortable, ByteSize Host, ByteSize? Sold, MemoryPlan Plan);

/// <summary>The bandwidth a speed of answers asks of a kind of memory.</summary>
/// <param name="Kind">Which memory.</param>
/// <param name="AtLeast">Below it, it is impossible: every weight and cached byte is read once a token.</param>
/// <param name="Likely">From here on the forecast says so; null when none is enough.</param>
/// <param name="Sure">From here on nine in ten measurements would; null when none is enough.</param>
/// <param name="Machine">What the machine is taken to be, in words.</param>
public sealed record BandwidthNeed(MemoryKind Kind, Bandwidth AtLeast, Bandwidth? Likely, Bandwidth? Sure, string Machine);

/// <summary>A machine that does it.</summary>
/// <param name="Plan">The plan on it, with its forecast where bandwidths are known.</param>
/// <param name="Cost">What its devices cost, as far as anybody says.</param>
/// <param name="Sure">Whether the low end of the forecast is fast enough too.</param>
public sealed record FittingRig(MemoryPlan Plan, HardwareCost Cost, bool Sure)
{
    /// <summary>The machine.</summary>
    public Rig Rig => Plan.Rig;

    /// <summary>Whether experts are in main memory, which then counts too.</summary>
    public bool ExpertsOnHost => Plan.ExpertsOnHost;

    /// <summary>Memory of all its devices; main memory where it has none.</summary>
    public ByteSize Memory => Rig.Devices.IsEmpty ? Rig.Host.Memory : new(Rig.Devices.Sum(d => d.Memory.Bytes));
}
