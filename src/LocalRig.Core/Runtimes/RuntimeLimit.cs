using System.Collections.Immutable;
using LocalRig.Prices;

namespace LocalRig.Runtimes;

/// <summary>Something a runtime refuses or ignores, in some of its versions.</summary>
/// <param name="Runtime">The runtime: <c>ollama</c>.</param>
/// <param name="From">First version it holds for; empty for all before <paramref name="To"/>.</param>
/// <param name="To">Last version it holds for, compared as far as it is written; empty for all since.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Applies">Architectures or formats it is about, or the only cache types there are.</param>
/// <param name="Sentence">The limit in one sentence.</param>
/// <param name="By">Source and date.</param>
public sealed record RuntimeLimit(
    string Runtime, string From, string To, LimitSubject Subject, ImmutableArray<string> Applies, string Sentence, Attribution By)
{
    /// <summary>Whether it holds for a version; for the newest when the version is empty.</summary>
    public bool HoldsFor(string version) =>
        version.Length == 0 ? To.Length == 0 : (From.Length == 0 || Compare(version, From) >= 0) && (To.Length == 0 || Compare(version, To) <= 0);

    /// <summary>Compares two dotted versions as far as the second is written.</summary>
    private static int Compare(string version, string bound)
    {
        int[] left = Numbers(version);
        int[] right = Numbers(bound);
        for (int i = 0; i < right.Length; i++)
        {
            int difference = (i < left.Length ? left[i] : 0).CompareTo(right[i]);
            if (difference != 0)
            {
                return difference;
            }
        }

        return 0;
    }

    private static int[] Numbers(string version) =>
        [.. version.TrimStart('v').Split('.').Select(part => int.TryParse(part.Split('-')[0], out int number) ? number : 0)];
}

/// <summary>What a runtime's limit is about.</summary>
public enum LimitSubject
{
    /// <summary>Models of some architectures don't load.</summary>
    Architecture,

    /// <summary>Only some cache types can be asked for.</summary>
    CacheType,

    /// <summary>On NVIDIA cards only some cache types are fast, and only the same for keys and values.</summary>
    CudaCacheType,

    /// <summary>Models of some architectures are served one request at a time.</summary>
    Slots,

    /// <summary>Files of some format are not run, or not well.</summary>
    Format,
}
