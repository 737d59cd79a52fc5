using System.Collections.Immutable;
using LocalRig.Rigs;

namespace LocalRig.Words;

/// <summary>A rig as its words were understood.</summary>
/// <param name="Rig">The rig; its name is the words written out, which are understood the same again.</param>
/// <param name="Notices">What was assumed or left out, a sentence each.</param>
public sealed record RigReading(Rig Rig, ImmutableArray<string> Notices);
