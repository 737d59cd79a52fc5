using System.Collections.Immutable;
using LocalRig.Advice.Matching;

namespace LocalRig.Answers;

/// <summary>Which model for which hardware.</summary>
/// <param name="Matches">One per rig, in the order asked.</param>
public sealed record MatchAnswer(ImmutableArray<HardwareMatch> Matches);
