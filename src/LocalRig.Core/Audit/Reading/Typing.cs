using System.Text;
using System.Text.RegularExpressions;

namespace LocalRig.Audit.Reading;

/// <summary>Letters that look like others: hyphens that don't break and spaces of other widths become plain ones, one for one, so that places stay; marks that point to a source go.</summary>
internal static partial class Typing
{
    /// <summary>A line with plain hyphens and spaces.</summary>
    public static string Plain(string line) =>
        line.AsSpan().IndexOfAny('™', '®') >= 0 ? Plain(line.Replace("™", "", StringComparison.Ordinal).Replace("®", "", StringComparison.Ordinal))
        : line.Contains('[', StringComparison.Ordinal) ? Letters(Reference().Replace(line, "")) : Letters(line);

    private static string Letters(string line) =>
        Ascii.IsValid(line) ? line : line
            .Replace('\u2010', '-').Replace('\u2011', '-').Replace('\u2012', '-').Replace('\u2212', '-')
            .Replace('\u00A0', ' ').Replace('\u2007', ' ').Replace('\u2009', ' ').Replace('\u202F', ' ');

    // "[1]" after a word or a full stop points to a source.
    [GeneratedRegex(@"(?<=[\w.,;:!?)])(?:\[\d{1,3}\])+(?!\()")]
    private static partial Regex Reference();
}
