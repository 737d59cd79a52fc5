using System.Collections.Immutable;
using LocalRig.Advice;
using LocalRig.Advice.Matching;
using LocalRig.Rigs;

namespace LocalRig.Answers;

/// <summary>What a machine runs of the catalogue.</summary>
/// <param name="Match">What it runs, best first, and which to take.</param>
/// <param name="TooLarge">What it can't hold, smallest first; worked out when first asked for.</param>
public sealed record SurveyAnswer(HardwareMatch Match, Lazy<ImmutableArray<SurveyLine>> TooLarge)
{
    /// <summary>The machine.</summary>
    public Rig Rig => Match.Rig;

    /// <summary>What it runs, best first.</summary>
    public ImmutableArray<SurveyLine> Runs => Match.Lines;
}
