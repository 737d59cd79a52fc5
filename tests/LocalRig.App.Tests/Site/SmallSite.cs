using System.Xml;
using System.Xml.Linq;
using LocalRig.App.Tests.Sources;
using LocalRig.Catalog;
using LocalRig.Questions;
using LocalRig.Site;
using Xunit;

namespace LocalRig.App.Tests.Site;

/// <summary>A site of few models and devices, made once for all tests of its pages.</summary>
public sealed class SmallSite : IAsyncLifetime
{
    internal const string Base = "https://example.org/guide/";

    private const string Hostile = """
        { "models": [ { "id": "<script>alert(1)</script>&\"'", "family": "<b>Evil</b>", "note": "</script><img src=x onerror=alert(1)>", "sources": { "existence": "javascript:alert(1)" },
          "standIn": "Llama-2-7B", "nominal": false, "repository": "<i>x</i>/y" } ] }
        """;

    private static readonly string[] DeviceIds = ["rtx-3090", "rtx-4070", "rtx-3060-12-gb", "rtx-5090", "m3-max-40c", "strix-halo-395", "cpu-threadripper-pro-7000-8ch"];
    private static readonly string[] Others = ["gpt-oss-20b", "Llama-3.1-8B", "BGE-M3"];

    private readonly TemporaryFolder _folder = new();

    /// <summary>The folder it is in.</summary>
    internal string Folder => _folder["site"];

    private static readonly ModelCatalog Catalogue = ModelCatalog.Default.With(Hostile, "hostile.json");

    /// <summary>The desk it was asked of.</summary>
    internal static Desk Desk { get; } = new() { Catalogue = static () => Catalogue!, Time = new Noon() };

    /// <summary>Every page with where it lies.</summary>
    internal IEnumerable<(string Path, XElement Html)> Pages =>
        Directory.EnumerateFiles(Folder, "*.html", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => (Path.GetRelativePath(Folder, f).Replace('\\', '/'), Read(f)));

    public async ValueTask InitializeAsync() => await BuildAsync(Folder);

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes it once more.</summary>
    internal static Task<SiteReport> BuildAsync(string folder, Uri? address = null, string? page = null) =>
        SiteBuilder.BuildAsync(
            Desk,
            new SiteOptions
            {
                Output = folder,
                BaseUrl = address ?? new Uri(Base),
                Page = page,
                Devices = d => DeviceIds.Contains(d.Id),
                Models = m => m.Family is "Qwen3.5" or "<b>Evil</b>" || Others.Contains(m.Id),
            },
            TestContext.Current.CancellationToken);

    /// <summary>A page as XML; what isn't well-formed throws.</summary>
    internal static XElement Read(string file)
    {
        using XmlReader reader = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
        return XElement.Load(reader);
    }

    private sealed class Noon : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;
    }
}
