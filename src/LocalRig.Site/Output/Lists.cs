using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using LocalRig.Site.Html;
using LocalRig.Site.Pages;

namespace LocalRig.Site.Output;

/// <summary>Lists of the pages for programs: <c>sitemap.xml</c>, <c>robots.txt</c>, <c>llms.txt</c>.</summary>
internal static class Lists
{
    /// <summary>All listed pages by address, as sitemaps.org describes it.</summary>
    public static string Sitemap(ImmutableArray<Page> pages, PageFrame frame, DateOnly day)
    {
        HtmlWriter xml = new();
        xml.Open("urlset", ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"));
        foreach (Page page in pages.Where(p => p.Listed))
        {
            xml.Open("url").Leaf("loc", frame.Absolute(page.Path)!).Leaf("lastmod", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).Close().Text("\n");
        }

        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml.Finish();
    }

    /// <summary>Everybody may read everything.</summary>
    public static string Robots(PageFrame frame) => "User-agent: *\nAllow: /\n" + (frame.Absolute("sitemap.xml") is string sitemap ? $"Sitemap: {sitemap}\n" : "");

    /// <summary>What the site is and where its pages are, as llmstxt.org describes it.</summary>
    public static string ForModels(ImmutableArray<Page> pages, PageFrame frame)
    {
        StringBuilder text = new();
        text.Append("# ").Append(PageFrame.SiteName).Append("\n\n> Which open language model, at which size and quantization, which hardware runs: with how much context, how fast.\n\n");
        text.Append("Memory is what llama.cpp allocates (GiB is 2^30 bytes). Speeds are forecasts in tokens per second with the range in which four of five measured values lie and the ceiling that data sheets set. ");
        text.Append("Each page names the command that gives the same answer. Figures in tables are `data` elements: `value` is the exact number, `data-path` its place in the JSON answer to the request in the nearest `data-question` above it.\n");
        foreach (IGrouping<string, Page> folder in pages.Where(p => p.Listed).GroupBy(p => p.Path.Contains('/') ? p.Path[..p.Path.IndexOf('/')] : ""))
        {
            text.Append("\n## ").Append(folder.Key.Length > 0 ? folder.Key : "start").Append("\n\n");
            foreach (Page page in folder)
            {
                text.Append("- [").Append(Plain(page.Title)).Append("](").Append(frame.Absolute(page.Path) ?? SitePaths.Address(page.Path)).Append(")\n");
            }
        }

        return text.ToString();
    }

    private static string Plain(string title) => string.Concat(title.Select(c => c is '[' or ']' or '<' or '>' || char.IsControl(c) ? ' ' : c));
}
