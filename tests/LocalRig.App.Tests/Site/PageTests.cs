using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace LocalRig.App.Tests.Site;

/// <summary>What every page must be: well-formed, named, described, without scripts, with links that lead somewhere.</summary>
public sealed partial class PageTests(SmallSite site) : IClassFixture<SmallSite>
{
    private const int MostBytes = 512_000;
    private static readonly XNamespace SiteMap = "http://www.sitemaps.org/schemas/sitemap/0.9";

    [Fact]
    public void Every_page_is_well_formed_named_and_described()
    {
        int pages = 0;
        foreach ((string path, XElement html) in site.Pages)
        {
            pages++;
            Assert.Equal("en", (string?)html.Attribute("lang"));
            Assert.False(string.IsNullOrWhiteSpace((string?)html.Element("head")!.Element("title")), path);
            Assert.Single(html.Descendants("h1"));
            Assert.Single(html.Descendants("main"));
            Assert.InRange(Meta(html, "description").Length, 20, 400);
            string address = path.EndsWith("index.html", StringComparison.Ordinal) ? path[..^"index.html".Length] : path;
            Assert.Equal(SmallSite.Base + address, (string?)html.Descendants("link").Single(l => (string?)l.Attribute("rel") == "canonical").Attribute("href"));
            Assert.All(html.Descendants("table"), t => Assert.NotNull(t.Element("caption")));
            Assert.All(html.Descendants("th"), t => Assert.NotNull(t.Attribute("scope")));
            Assert.All(html.Descendants("img"), i => Assert.NotNull(i.Attribute("alt")));
            Assert.InRange(new FileInfo(Path.Combine(site.Folder, path)).Length, 500, MostBytes);
        }

        Assert.InRange(pages, 50, 300);
    }

    [Fact]
    public void No_page_needs_what_a_strict_policy_forbids()
    {
        foreach ((string path, XElement html) in site.Pages)
        {
            Assert.DoesNotContain(html.DescendantsAndSelf().Attributes(), a => a.Name == "style" || a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
            Assert.Empty(html.Descendants("style"));
            Assert.All(html.Descendants("script"), s => Assert.Equal("application/ld+json", (string?)s.Attribute("type")));
            Assert.All(html.Descendants("script"), s => Assert.Equal("https://schema.org", JsonDocument.Parse(s.Value).RootElement.GetProperty("@context").GetString()));
            Assert.All(html.Descendants().Attributes("href"), h => Assert.DoesNotContain("javascript:", h.Value, StringComparison.OrdinalIgnoreCase));
            Assert.NotEmpty(path);
        }
    }

    [Fact]
    public void Every_link_inside_leads_to_a_file()
    {
        List<string> broken = [];
        foreach ((string path, XElement html) in site.Pages)
        {
            HashSet<string> ids = [.. html.Descendants().Attributes("id").Select(a => a.Value)];
            foreach (string target in html.Descendants().Where(e => e.Name != "link" || (string?)e.Attribute("rel") != "canonical").Attributes().Where(a => a.Name == "href" || a.Name == "src").Select(a => a.Value))
            {
                bool fine = target.StartsWith("https://", StringComparison.Ordinal) || target.StartsWith("http://", StringComparison.Ordinal)
                    || target[0] == '#' && ids.Contains(target[1..]) || target[0] != '#' && Exists(path, target);
                if (!fine)
                {
                    broken.Add($"{path}: {target}");
                }
            }
        }

        Assert.Empty(broken);
    }

    [Fact]
    public void Site_map_lists_all_pages_but_those_to_embed()
    {
        string[] listed = [.. XDocument.Load(Path.Combine(site.Folder, "sitemap.xml")).Descendants(SiteMap + "loc").Select(l => l.Value).Order(StringComparer.Ordinal)];
        string[] canonical = [.. site.Pages.Where(p => Meta(p.Html, "robots") != "noindex").Select(p => (string)p.Html.Descendants("link").First(l => (string?)l.Attribute("rel") == "canonical").Attribute("href")!).Order(StringComparer.Ordinal)];
        Assert.Equal(canonical, listed);
        string forModels = File.ReadAllText(Path.Combine(site.Folder, "llms.txt"));
        Assert.All(listed, l => Assert.Contains($"]({l})", forModels, StringComparison.Ordinal));
        Assert.Contains(SmallSite.Base + "sitemap.xml", File.ReadAllText(Path.Combine(site.Folder, "robots.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_and_badges_are_well_formed()
    {
        string[] pictures = [.. Directory.EnumerateFiles(site.Folder, "*.svg", SearchOption.AllDirectories)];
        Assert.Contains(pictures, p => p.EndsWith("qwen3.5-27b--rtx-3090.svg", StringComparison.Ordinal));
        Assert.All(pictures, p => Assert.Equal("svg", SmallSite.Read(p).Name.LocalName));
        Assert.All(site.Pages.Where(p => Meta(p.Html, "robots") != "noindex"), p => Assert.True(File.Exists(Path.Combine(site.Folder, Property(p.Html, "og:image")[SmallSite.Base.Length..])), p.Path));
    }

    [Fact]
    public void Hostile_names_stay_text()
    {
        (string path, XElement html) = site.Pages.Single(p => p.Html.Descendants("h1").Single().Value.StartsWith("<script>", StringComparison.Ordinal) && !p.Path.StartsWith("embed/", StringComparison.Ordinal));
        Assert.Matches(Plain(), path);
        Assert.Contains("</script><img src=x onerror=alert(1)>", html.Value, StringComparison.Ordinal);
        Assert.Empty(html.Descendants("img"));
        Assert.DoesNotContain("<script>alert", File.ReadAllText(Path.Combine(site.Folder, path)), StringComparison.Ordinal);
    }

    private bool Exists(string page, string target)
    {
        string path = Uri.UnescapeDataString(target.Split('#', '?')[0]);
        string file = Path.GetFullPath(Path.Combine(site.Folder, Path.GetDirectoryName(page) ?? "", path));
        return file.StartsWith(site.Folder, StringComparison.Ordinal) && (File.Exists(file) || path.EndsWith('/') && File.Exists(Path.Combine(file, "index.html")));
    }

    private static string Meta(XElement html, string name) => (string?)html.Descendants("meta").FirstOrDefault(m => (string?)m.Attribute("name") == name)?.Attribute("content") ?? "";

    private static string Property(XElement html, string name) => (string?)html.Descendants("meta").FirstOrDefault(m => (string?)m.Attribute("property") == name)?.Attribute("content") ?? "";

    [GeneratedRegex(@"^models/[a-z0-9.-]+\.html$")]
    private static partial Regex Plain();
}
