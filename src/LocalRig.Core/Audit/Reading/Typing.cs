namespace LocalRig.Audit.Reading;

/// <summary>Letters that look like others: hyphens that don't break and spaces of other widths become plain ones, one for one, so that places stay.</summary>
internal static class Typing
{
    /// <summary>A line with plain hyphens and spaces.</summary>
    public static string Plain(string line) =>
        line
            .Replace('\u2010', '-').Replace('\u2011', '-').Replace('\u2012', '-').Replace('\u2212', '-')
            .Replace('\u00A0', ' ').Replace('\u2007', ' ').Replace('\u2009', ' ').Replace('\u202F', ' ');
}
