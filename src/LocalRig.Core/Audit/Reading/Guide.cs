using System.Collections.Immutable;
using LocalRig.Audit.Claims;

namespace LocalRig.Audit.Reading;

/// <summary>What was read of a guide.</summary>
/// <param name="Claims">Claims in the order they stand in.</param>
/// <param name="Unread">What looks like a claim and isn't understood.</param>
/// <param name="Prose">Sentences without figures, which were not read as claims.</param>
public sealed record Guide(ImmutableArray<Claim> Claims, ImmutableArray<Unread> Unread, int Prose)
{
    /// <summary>The most claims and unread pieces a guide may have: beyond any guide, and still checked in seconds.</summary>
    public const int Most = 2000;

    /// <summary>The most characters a guide may have: a book's worth.</summary>
    public const int MostCharacters = 1 << 20;

    /// <summary>Refuses what is larger than any guide.</summary>
    /// <exception cref="GuideFormatException">It is.</exception>
    internal static void Check(string text)
    {
        if (text.Length > MostCharacters)
        {
            throw new GuideFormatException(0, $"It has {text.Length:N0} characters; a guide may have {MostCharacters:N0}.");
        }
    }
}

/// <summary>A guide that can't be read at all.</summary>
/// <param name="line">The line, counted from 1; 0 for the whole.</param>
/// <param name="message">One sentence.</param>
public sealed class GuideFormatException(int line, string message) : Exception(message)
{
    /// <summary>The line, counted from 1; 0 for the whole.</summary>
    public int Line { get; } = line;
}
