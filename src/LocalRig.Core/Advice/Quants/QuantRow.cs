using System.Collections.Immutable;
using LocalRig.Evidence;
using LocalRig.Planning;

namespace LocalRig.Advice.Quants;

/// <summary>One quantization of a model on a rig.</summary>
/// <param name="Name">A recipe or a publisher's mix.</param>
/// <param name="Plan">Its plan with everything on the devices, with its forecast; the largest context wasn't searched.</param>
/// <param name="ComfortableContext">A context that leaves the margin free, at most a 64th below the largest; 0 when none does.</param>
/// <param name="Evidence">What was measured of its quality, claims side by side.</param>
public sealed record QuantRow(string Name, MemoryPlan Plan, int ComfortableContext, ImmutableArray<QualityMeasurement> Evidence)
{
    /// <summary>Why the runtime asked about can't run it, as one sentence; empty when it can.</summary>
    public string Refused { get; init; } = "";
}

/// <summary>All quantizations of a model on a rig, and the pick.</summary>
/// <param name="Rows">From most bytes to fewest.</param>
/// <param name="Pick">The one to take; null when none fits.</param>
/// <param name="Because">Why, in one sentence.</param>
/// <param name="Unplaced">Measurements of files whose size nobody published.</param>
public sealed record QuantAnswer(ImmutableArray<QuantRow> Rows, QuantRow? Pick, string Because, ImmutableArray<QualityMeasurement> Unplaced);
