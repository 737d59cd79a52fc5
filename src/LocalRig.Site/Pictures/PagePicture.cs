using LocalRig.Site.Html;
using LocalRig.Site.Pages;

namespace LocalRig.Site.Pictures;

/// <summary>The picture a link to a page is shown with (Open Graph, 1200 by 630).</summary>
internal static class PagePicture
{
    private const int Margin = 80;
    private const int LettersPerLine = 30; // of the heading at its size
    private const int LettersPerSmallLine = 58; // of the lines under it
    private const int LineHeight = 84;

    /// <summary>The picture.</summary>
    public static string Of(Page page)
    {
        HtmlWriter svg = new();
        svg.Open("svg", ("xmlns", "http://www.w3.org/2000/svg"), ("width", "1200"), ("height", "630"), ("viewBox", "0 0 1200 630"), ("role", "img"));
        svg.Leaf("title", page.Title);
        svg.Empty("rect", ("width", "1200"), ("height", "630"), ("fill", "#fbfaf7"));
        svg.Empty("rect", ("x", "80"), ("y", "90"), ("width", "72"), ("height", "6"), ("fill", "#1d4f91"));
        int y = 190;
        svg.Open("g", ("font-family", "system-ui, 'Segoe UI', Helvetica, Arial, sans-serif"), ("fill", "#1b1b1a"));
        foreach (string line in Lines(page.Heading, LettersPerLine))
        {
            svg.Leaf("text", line, ("x", $"{Margin}"), ("y", $"{y}"), ("font-size", "68"), ("font-weight", "600"));
            y += LineHeight;
        }

        y += 10;
        foreach (string line in page.PictureLines.SelectMany(l => Lines(l, LettersPerSmallLine)))
        {
            svg.Leaf("text", line, ("x", $"{Margin}"), ("y", $"{y}"), ("font-size", "34"), ("fill", "#4a4a46"));
            y += 52;
        }

        svg.Leaf("text", PageFrame.SiteName, ("x", $"{Margin}"), ("y", "560"), ("font-size", "34"), ("font-weight", "600"), ("fill", "#1d4f91"));
        return svg.Finish();
    }

    private static IEnumerable<string> Lines(string text, int letters)
    {
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + word.Length >= letters)
            {
                yield return line;
                line = "";
            }

            line = line.Length > 0 ? $"{line} {word}" : word;
        }

        yield return line;
    }
}
