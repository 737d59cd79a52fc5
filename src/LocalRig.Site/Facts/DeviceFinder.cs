using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Advice;
using LocalRig.Advice.Matching;
using LocalRig.Catalog;
using LocalRig.Contract;
using LocalRig.Devices;
using LocalRig.Engines;
using LocalRig.Planning;
using LocalRig.Questions;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Site.Facts;

/// <summary>Asks what devices run: what `survey` answers of each, without the smaller caches it looks at besides.</summary>
/// <param name="desk">The desk to ask.</param>
/// <param name="wanted">Which models to keep.</param>
internal sealed class DeviceFinder(Desk desk, Func<CatalogModel, bool> wanted)
{
    private readonly ModelCatalog _catalog = desk.Catalogue();

    /// <summary>The facts of some devices, in their order.</summary>
    /// <param name="devices">The devices with their parts of addresses.</param>
    /// <param name="cancellation">Stops it.</param>
    public DeviceFacts[] Find(IReadOnlyList<(KnownDevice Device, string Slug)> devices, CancellationToken cancellation)
    {
        DeviceFacts[] found = new DeviceFacts[devices.Count];

        // Devices of one kind share most allocations, which are forgotten with the kind; those of all kinds would take gigabytes.
        var kinds = Enumerable.Range(0, devices.Count).GroupBy(i => (devices[i].Device.Maker, devices[i].Device.Kind, devices[i].Device.ComputeCapability)).OrderByDescending(g => g.Count());
        Parallel.ForEach(kinds, new ParallelOptions { CancellationToken = cancellation }, kind =>
        {
            IEngine engine = desk.Engines.Find(null).Remembering();
            foreach (int i in kind)
            {
                cancellation.ThrowIfCancellationRequested();
                found[i] = Find(devices[i].Device, devices[i].Slug, engine);
            }
        });
        return found;
    }

    private DeviceFacts Find(KnownDevice device, string slug, IEngine engine)
    {
        Rig rig = NamedRigs.Get(device.Id);
        ImmutableArray<SurveyLine> lines = Lines(rig, engine);
        DeviceFacts facts = new(device, slug, desk.Prices.Of(device.Id, desk.Today)) { Rig = rig };
        facts.Runs = [.. lines.Select((line, i) => Run.Of(line, facts, i)).Where(r => wanted(r.Model))];
        facts.ByModel = facts.Runs.ToImmutableDictionary(r => r.Model.Id);
        facts.Smaller = [.. device.MemoryVersions.SkipLast(1).Select(v => Version(facts, v, engine)).OfType<VersionFacts>()];
        return facts;
    }

    /// <summary>A smaller version; null where words can't name it.</summary>
    private VersionFacts? Version(DeviceFacts facts, ByteSize memory, IEngine engine)
    {
        string words = string.Create(CultureInfo.InvariantCulture, $"{facts.Device.Id}:{memory.Gibibytes:0.##}");
        try
        {
            SurveyLine[] lines = [.. Lines(NamedRigs.Get(words), engine)];
            int best = Array.FindIndex(lines, l => wanted(l.Model));
            return new VersionFacts(words, memory, best < 0 ? null : Run.Of(lines[best], facts, best));
        }
        catch (RequestException)
        {
            return null;
        }
    }

    private ImmutableArray<SurveyLine> Lines(Rig rig, IEngine engine) =>
        HardwareMatch.Of("", rig, Survey.Of(_catalog.Offered, rig, engine, new PlanQuestion()), Usable.Default).Lines;
}
