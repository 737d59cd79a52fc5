using System.Collections.Immutable;

namespace LocalRig.Rigs;

/// <summary>This machine, and how each part of it was found.</summary>
/// <param name="Rig">The machine as a rig.</param>
/// <param name="Findings">What every probe found.</param>
public sealed record MachineReport(Rig Rig, ImmutableArray<Finding> Findings);
