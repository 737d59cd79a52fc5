using System.Collections.Immutable;
using LocalRig.Contract;
using LocalRig.Questions;
using LocalRig.Site.Facts;
using LocalRig.Site.Output;
using LocalRig.Site.Pages;
using LocalRig.Site.Pictures;

namespace LocalRig.Site;

/// <summary>Makes the site: asks a desk for everything once, then writes all pages, on all processors. The same desk on the same day gives the same bytes.</summary>
public static class SiteBuilder
{
    /// <summary>Builds it.</summary>
    /// <param name="desk">The desk that answers; its day is the one ages of prices are counted to.</param>
    /// <param name="options">Where it goes and what is in it.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="RequestException">The folder can't be used.</exception>
    public static async Task<SiteReport> BuildAsync(Desk desk, SiteOptions options, CancellationToken cancellation = default)
    {
        string[] app = AppFiles(options.Page);
        SiteFolder folder = SiteFolder.Open(options.Output);
        SiteFacts facts = await SiteFacts.AskAsync(desk, options, cancellation).ConfigureAwait(false);
        PageFrame frame = new(facts.Day, facts.Engine, options.BaseUrl, facts.HasApp);
        ImmutableArray<Page> pages = Pages(facts);
        (ModelFacts Model, DeviceFacts Device)[] pairs = [.. facts.Common.SelectMany(d => facts.Models.Where(m => d.ByModel.ContainsKey(m.Model.Id)).Select(m => (m, d)))];
        ParallelOptions parallel = new() { CancellationToken = cancellation };
        Parallel.ForEach(pages, parallel, page =>
        {
            folder.Write(page.Path, frame.Write(page));
            folder.Write(page.Picture, PagePicture.Of(page));
        });
        Parallel.ForEach(pairs, parallel, pair =>
        {
            Page page = EmbedPage.Of(pair.Model, pair.Device);
            folder.Write(page.Path, frame.Write(page));
            folder.Write($"badge/{EmbedPage.Pair(pair.Model, pair.Device)}.svg", Badge.Of(pair.Device.ByModel[pair.Model.Model.Id]));
        });
        foreach (string file in app)
        {
            cancellation.ThrowIfCancellationRequested();
            folder.Write("app/" + Path.GetRelativePath(options.Page!, file).Replace(Path.DirectorySeparatorChar, '/'), await File.ReadAllBytesAsync(file, cancellation).ConfigureAwait(false));
        }

        folder.Write("site.css", Asset("site.css"));
        folder.Write("icon.svg", Asset("icon.svg"));
        folder.Write("robots.txt", Lists.Robots(frame));
        folder.Write("llms.txt", Lists.ForModels(pages, frame));
        if (options.BaseUrl is not null)
        {
            folder.Write("sitemap.xml", Lists.Sitemap(pages, frame, facts.Day));
        }

        folder.Complete();
        return new SiteReport(pages.Length + pairs.Length, folder.Files, folder.Bytes);
    }

    private static ImmutableArray<Page> Pages(SiteFacts facts)
    {
        Page? guide = Qwen35Guide.Of(facts);
        return
        [
            IndexPage.Of(facts, guide is not null),
            .. guide is null ? [] : (Page[])[guide],
            FamilyPage.AllModels(facts), .. facts.Models.Select(m => ModelPage.Of(m, facts)),
            DeviceList.Of(facts), .. facts.Devices.Select(d => DevicePage.Of(d, facts)),
            TierPage.Index(facts), .. facts.Tiers.Select(t => TierPage.Of(t, facts)),
            FamilyPage.Index(facts), .. facts.Families.Select(FamilyPage.Of),
        ];
    }

    private static string[] AppFiles(string? page) =>
        page is null ? []
        : Directory.Exists(page) ? [.. Directory.EnumerateFiles(page, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
        : throw new RequestException(new Problem(ErrorCode.Usage, $"There is no folder {page}.", "Name the folder of the built page, or leave --page out.", "--page"));

    private static byte[] Asset(string name)
    {
        using Stream stream = typeof(SiteBuilder).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"This build carries no {name}.");
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
