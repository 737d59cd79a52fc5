using System.Collections.Concurrent;
using LocalRig.Rigs;
using LocalRig.Words;

namespace LocalRig.Questions;

/// <summary>Rigs by their words.</summary>
internal static class NamedRigs
{
    private const int Kept = 256; // some 1 KB each

    // The same words are asked again and again, and what an engine remembers of a machine is found sooner where it is the same object.
    private static readonly ConcurrentDictionary<string, Rig> Known = new(StringComparer.Ordinal);

    /// <summary>The rig some words name.</summary>
    /// <exception cref="Contract.RequestException">They name none; the hint says what comes near.</exception>
    public static Rig Get(string text)
    {
        if (Known.TryGetValue(text, out Rig? known))
        {
            return known;
        }

        Rig rig = RigWords.Read(text);
        if (Known.Count >= Kept)
        {
            Known.Clear();
        }

        return Known.GetOrAdd(text, rig);
    }
}
