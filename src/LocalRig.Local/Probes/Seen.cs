using System.Collections.Immutable;
using LocalRig.Rigs;

namespace LocalRig.Local.Probes;

/// <summary>What one probe saw.</summary>
/// <param name="Devices">Devices, in the order the engine lists them.</param>
/// <param name="Findings">What was found and how, for the doctor.</param>
/// <param name="Notes">What every answer for this machine must say.</param>
internal sealed record Seen(ImmutableArray<Device> Devices, ImmutableArray<Finding> Findings, ImmutableArray<string> Notes)
{
    /// <summary>Nothing.</summary>
    public static Seen Nothing { get; } = new([], [], []);

    /// <summary>This and another.</summary>
    public Seen And(Seen other) => new(Devices.AddRange(other.Devices), Findings.AddRange(other.Findings), Notes.AddRange(other.Notes));
}
