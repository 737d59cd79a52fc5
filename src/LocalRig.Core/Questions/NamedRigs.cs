using LocalRig.Rigs;
using LocalRig.Words;

namespace LocalRig.Questions;

/// <summary>Rigs by their words.</summary>
internal static class NamedRigs
{
    /// <summary>The rig some words name.</summary>
    /// <exception cref="Contract.RequestException">They name none; the hint says what comes near.</exception>
    public static Rig Get(string text) => RigWords.Read(text);
}
