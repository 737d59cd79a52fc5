using System.Collections.Immutable;
using LocalRig.Advice.Matching;
using LocalRig.Catalog;
using LocalRig.Devices;
using LocalRig.Questions;
using LocalRig.Site.Output;

namespace LocalRig.Site.Facts;

/// <summary>Everything the pages say, asked once.</summary>
internal sealed record SiteFacts
{
    /// <summary>The desk's day.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>The engine all plans are of.</summary>
    public required string Engine { get; init; }

    /// <summary>Models, in the catalogue's order.</summary>
    public required ImmutableArray<ModelFacts> Models { get; init; }

    /// <summary>Devices, in the order of ids.</summary>
    public required ImmutableArray<DeviceFacts> Devices { get; init; }

    /// <summary>Tiers of memory with the best model of each rig.</summary>
    public required ImmutableArray<TierFacts> Tiers { get; init; }

    /// <summary>Families with their models.</summary>
    public required ImmutableArray<FamilyFacts> Families { get; init; }

    /// <summary>Whether the interactive page is in the site.</summary>
    public required bool HasApp { get; init; }

    /// <summary>Devices many people have.</summary>
    public IEnumerable<DeviceFacts> Common => CommonDevices.Ids.Select(FindDevice).OfType<DeviceFacts>();

    /// <summary>A device's facts, or null where it has no page.</summary>
    public DeviceFacts? FindDevice(string id) => _devices.GetValueOrDefault(id);

    /// <summary>A model's facts, or null where it has no page.</summary>
    public ModelFacts? FindModel(string id) => _models.GetValueOrDefault(id);

    private Dictionary<string, DeviceFacts> _devices = [];
    private Dictionary<string, ModelFacts> _models = [];

    /// <summary>Asks a desk for all of it.</summary>
    /// <param name="desk">The desk.</param>
    /// <param name="options">Which models and devices.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<SiteFacts> AskAsync(Desk desk, SiteOptions options, CancellationToken cancellation)
    {
        ModelCatalog catalog = desk.Catalogue();
        KnownDevice[] known = [.. DeviceCatalog.Default.All.Where(options.Devices)];
        Dictionary<string, string> slugs = SitePaths.Slugs(known.Select(d => d.Id));
        DeviceFacts[] devices = new DeviceFinder(desk, options.Models).Find([.. known.Select(d => (d, slugs[d.Id]))], cancellation);
        ParallelOptions parallel = new() { CancellationToken = cancellation };

        (CatalogModel Model, int Index)[] listed = [.. catalog.Models.Select((m, i) => (m, i)).Where(m => options.Models(m.m))];
        Dictionary<string, string> names = SitePaths.Slugs(listed.Select(m => m.Model.Id));
        ModelFacts[] models = new ModelFacts[listed.Length];
        ModelFinder finder = new(desk);
        await Parallel.ForAsync(0, listed.Length, parallel, async (i, stop) => models[i] = await finder.FindAsync(listed[i].Model, names[listed[i].Model.Id], listed[i].Index, stop).ConfigureAwait(false)).ConfigureAwait(false);

        (string Tier, string Rig)[] rigs = [.. HardwareTiers.All.Where(t => DeviceCatalog.Default.Find(TierFacts.DeviceOf(t.Rig)) is { } device && options.Devices(device))];
        return new SiteFacts
        {
            Day = desk.Today,
            Engine = desk.Engines.Find(null).Name,
            Models = [.. models],
            Devices = [.. devices],
            Tiers = await TierFacts.AskAsync(desk, rigs, options.Models, cancellation).ConfigureAwait(false),
            Families = FamilyFacts.Of(models),
            HasApp = options.Page is not null,
            _devices = devices.ToDictionary(d => d.Device.Id),
            _models = models.ToDictionary(m => m.Model.Id),
        };
    }
}
