using System.Collections.Immutable;
using LocalRig.Advice;
using LocalRig.Rigs;

namespace LocalRig.Answers;

/// <summary>What a machine runs of the catalogue.</summary>
/// <param name="Rig">The machine.</param>
/// <param name="Runs">What it runs, best first.</param>
/// <param name="TooLarge">What it can't hold, smallest first; worked out when first asked for.</param>
public sealed record SurveyAnswer(Rig Rig, ImmutableArray<SurveyLine> Runs, Lazy<ImmutableArray<SurveyLine>> TooLarge);
