using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace LocalRig.Audit.Reading;

/// <summary>Text taken out of a PDF file (<c>pdftotext</c>): pages parted by form feeds. Running heads, feet and page numbers, which would stand in the middle of sentences,
/// are left out; words parted at a line's end are joined where lines are.</summary>
internal static partial class PagedText
{
    private const char FormFeed = '\f';
    private const int Edge = 2; // lines at a page's top and bottom that may be a running head or foot
    private const int Repeats = 2; // pages that have it

    /// <summary>Whether a text has pages.</summary>
    public static bool Is(string text) => text.Contains(FormFeed, StringComparison.Ordinal);

    /// <summary>The lines that belong to the text, each with its number.</summary>
    public static ImmutableArray<(string Text, int Line)> Lines(string text)
    {
        List<List<(string Text, int Line)>> pages = [[]];
        int number = 0;
        foreach (string line in text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n'))
        {
            number++;
            string[] parts = line.Split(FormFeed);
            pages[^1].Add((parts[0], number));
            foreach (string part in parts.Skip(1))
            {
                pages.Add([(part, number)]);
            }
        }

        HashSet<string> running = [.. pages.SelectMany(p => Edges(p).Select(l => Plain(l.Text)).Distinct()).GroupBy(l => l).Where(g => g.Key.Length > 0 && g.Count() >= Repeats).Select(g => g.Key)];
        return [.. pages.SelectMany(p => Without(p, running))];
    }

    private static IEnumerable<(string Text, int Line)> Without(List<(string Text, int Line)> page, HashSet<string> running)
    {
        HashSet<int> left = [.. Edges(page).Where(l => running.Contains(Plain(l.Text)) || PageNumber().IsMatch(l.Text)).Select(l => l.Line)];
        List<(string Text, int Line)> kept = [.. page.Where(l => !left.Contains(l.Line))];

        // Empty lines around what was left out would part a sentence that goes on over the page.
        int from = left.Count > 0 ? kept.FindIndex(l => l.Text.Trim().Length > 0) : 0;
        int to = left.Count > 0 ? kept.FindLastIndex(l => l.Text.Trim().Length > 0) : kept.Count - 1;
        return from < 0 ? [] : kept.Skip(from).Take(to - from + 1);
    }

    private static IEnumerable<(string Text, int Line)> Edges(List<(string Text, int Line)> page)
    {
        (string Text, int Line)[] written = [.. page.Where(l => l.Text.Trim().Length > 0)];
        return written.Length <= Edge * 2 ? written.Take(1).Concat(written.TakeLast(1)).Distinct() : written.Take(Edge).Concat(written.TakeLast(Edge));
    }

    private static string Plain(string line) => Digits().Replace(line, "").Trim();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^\s*(?:page\s)?\d{1,4}(?:\s?(?:/|of)\s?\d{1,4})?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex PageNumber();
}
