using LocalRig.Units;

namespace LocalRig.Models;

/// <summary>Between which sizes weights lie that are not known to the byte.</summary>
/// <param name="Low">The least.</param>
/// <param name="High">The most.</param>
public sealed record WeightBounds(ByteSize Low, ByteSize High);
