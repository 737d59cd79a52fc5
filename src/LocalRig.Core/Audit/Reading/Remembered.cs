using System.Collections.Immutable;
using LocalRig.Audit.Claims;

namespace LocalRig.Audit.Reading;

/// <summary>What a piece was read as, without its line, so that the same piece after the same words isn't read again: guides repeat themselves.</summary>
/// <param name="Claims">Its claims.</param>
/// <param name="Unread">What of it isn't understood.</param>
/// <param name="Prose">Whether it counts as a sentence without figures: how many.</param>
/// <param name="After">What has been spoken of with it; of a row, what was before its table.</param>
/// <param name="Gigabytes">Of a row: whether some cell so far named gigabytes.</param>
internal sealed record Remembered(ImmutableArray<Claim> Claims, ImmutableArray<Unread> Unread, int Prose, Subject After, bool Gigabytes = false)
{
    // Pieces of a long guide; each keeps a few claims of some hundred bytes.
    private const int Most = 4096;

    [ThreadStatic]
    private static Dictionary<string, Remembered>? t_known;

    /// <summary>What was read of this before, or null.</summary>
    public static Remembered? Of(string key) => t_known is not null && t_known.TryGetValue(key, out Remembered? known) ? known : null;

    /// <summary>Keeps what was read.</summary>
    public static Remembered Keep(string key, Remembered read)
    {
        Dictionary<string, Remembered> known = t_known ??= new(StringComparer.Ordinal);
        if (known.Count >= Most)
        {
            known.Clear();
        }

        return known[key] = read;
    }

    /// <summary>Adds it where it stands now.</summary>
    public void AddTo(int line, List<Claim> claims, List<Unread> unread)
    {
        claims.AddRange(Claims.Select(c => c with { Line = line }));
        unread.AddRange(Unread.Select(u => u with { Line = line }));
    }
}
