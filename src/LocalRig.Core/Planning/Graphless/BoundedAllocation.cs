using LocalRig.Engines;

namespace LocalRig.Planning.Graphless;

/// <summary>An allocation known between bounds.</summary>
/// <param name="High">The most, per device and part.</param>
/// <param name="Low">The least, per device and part.</param>
/// <param name="Missing">What couldn't be bounded, as a sentence; empty where everything could.</param>
internal sealed record BoundedAllocation(EngineAllocation High, EngineAllocation Low, string Missing);
