using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LocalRig.Site.Html;
using LocalRig.Site.Output;

namespace LocalRig.Site.Pages;

/// <summary>What all pages have in common: head, navigation, foot.</summary>
/// <param name="day">The day of the data.</param>
/// <param name="engine">The engine whose rules were applied.</param>
/// <param name="baseUrl">Where the site will be; null where unknown.</param>
/// <param name="hasApp">Whether the interactive page is in the site.</param>
internal sealed class PageFrame(DateOnly day, string engine, Uri? baseUrl, bool hasApp)
{
    /// <summary>What the site is called.</summary>
    public const string SiteName = "LocalRig";

    private readonly string _day = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A page as HTML.</summary>
    public string Write(Page page)
    {
        string root = SitePaths.ToRoot(page.Path);
        HtmlWriter html = new();
        html.Open("html", ("lang", "en"));
        Head(html, page, root);
        html.Open("body", ("class", page.Listed ? null : "embed"));
        if (page.Listed)
        {
            html.Leaf("a", "Skip to the content", ("class", "skip"), ("href", "#content"));
            Navigation(html, page, root);
        }

        html.Open("main", ("id", "content"));
        if (!page.Above.IsEmpty)
        {
            html.Open("p", ("class", "above"));
            foreach ((string path, string name) in page.Above)
            {
                html.Link(root + SitePaths.Address(path), name).Text(" / ");
            }

            html.Close();
        }

        html.Leaf("h1", page.Heading);
        page.Body(html);
        html.Close();
        if (page.Listed)
        {
            Foot(html, root);
        }

        return "<!DOCTYPE html>\n" + html.Finish();
    }

    /// <summary>A page's absolute address, where the site's is known.</summary>
    public string? Absolute(string path) => baseUrl is null ? null : new Uri(baseUrl, SitePaths.Address(path)).AbsoluteUri;

    private void Head(HtmlWriter html, Page page, string root)
    {
        string title = page.Title == SiteName ? page.Title : $"{page.Title} – {SiteName}";
        html.Open("head").Empty("meta", ("charset", "utf-8"));
        html.Leaf("title", title);
        html.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        html.Empty("meta", ("name", "description"), ("content", page.Description));
        html.Empty("meta", ("name", "color-scheme"), ("content", "light dark"));
        if (!page.Listed)
        {
            html.Empty("meta", ("name", "robots"), ("content", "noindex"));
        }

        if (Absolute(page.Path) is string canonical)
        {
            html.Empty("link", ("rel", "canonical"), ("href", canonical));
            html.Empty("meta", ("property", "og:url"), ("content", canonical));
        }

        html.Empty("link", ("rel", "stylesheet"), ("href", root + "site.css"));
        html.Empty("link", ("rel", "icon"), ("href", root + "icon.svg"), ("type", "image/svg+xml"));
        html.Empty("meta", ("property", "og:title"), ("content", page.Title));
        html.Empty("meta", ("property", "og:description"), ("content", page.Description));
        html.Empty("meta", ("property", "og:type"), ("content", page.Kind == "Article" ? "article" : "website"));
        html.Empty("meta", ("property", "og:site_name"), ("content", SiteName));
        if (page.Listed)
        {
            html.Empty("meta", ("property", "og:image"), ("content", Absolute(page.Picture) ?? root + page.Picture));
            html.Empty("meta", ("name", "twitter:card"), ("content", "summary_large_image"));
            html.Data("application/ld+json", Described(page));
        }

        html.Close();
    }

    private void Navigation(HtmlWriter html, Page page, string root)
    {
        html.Open("header").Open("nav", ("aria-label", "Site"));
        html.Open("a", ("href", root), ("class", "home")).Text(SiteName).Close();
        html.Open("ul");
        List<(string Path, string Name)> places = [("qwen3.5/index.html", "Qwen3.5"), ("models/index.html", "Models"), ("devices/index.html", "Devices"), ("memory/index.html", "Memory"), ("families/index.html", "Families")];
        foreach ((string path, string name) in places)
        {
            html.Open("li").Leaf("a", name, ("href", root + SitePaths.Address(path)), ("aria-current", path == page.Path ? "page" : null)).Close();
        }

        if (hasApp)
        {
            html.Open("li").Link(root + "app/", "Plan it").Close();
        }

        html.Close().Close().Close();
    }

    private void Foot(HtmlWriter html, string root)
    {
        html.Open("footer").Open("p");
        html.Text($"Bytes are what {engine} allocates; GiB is 2³⁰ bytes. Speeds are forecasts with the range in which four of five measured values lie. Data of ");
        html.Leaf("time", _day, ("datetime", _day)).Text(". Every figure is what the command beside it answers. ");
        html.Link(root + "llms.txt", "For language models").Text(".").Close().Close();
    }

    private string Described(Page page)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("@context", "https://schema.org");
            json.WriteString("@type", page.Kind);
            json.WriteString(page.Kind == "Article" ? "headline" : "name", page.Title);
            json.WriteString("description", page.Description);
            json.WriteString("inLanguage", "en");
            json.WriteString("dateModified", _day);
            json.WriteBoolean("isAccessibleForFree", true);
            if (Absolute(page.Path) is string url)
            {
                json.WriteString("url", url);
                json.WriteString("image", Absolute(page.Picture));
            }

            json.WriteStartObject("publisher");
            json.WriteString("@type", "Organization");
            json.WriteString("name", SiteName);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
