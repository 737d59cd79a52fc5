using System.Collections.Immutable;
using LocalRig.Answers;
using LocalRig.Catalog;
using LocalRig.Devices;
using LocalRig.Questions;

namespace LocalRig.Site.Facts;

/// <summary>Asks what a device runs.</summary>
internal static class DeviceFinder
{
    /// <summary>A device's facts.</summary>
    /// <param name="desk">The desk to ask.</param>
    /// <param name="device">The device.</param>
    /// <param name="slug">Its part of addresses.</param>
    /// <param name="wanted">Which models to keep.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<DeviceFacts> FindAsync(Desk desk, KnownDevice device, string slug, Func<CatalogModel, bool> wanted, CancellationToken cancellation)
    {
        SurveyAnswer survey = await desk.AskAsync(AskSurvey.Question, new SurveyRequest { Rig = new NamedRig(device.Id) }, cancellation: cancellation).ConfigureAwait(false);
        DeviceFacts facts = new(device, slug, desk.Prices.Of(device.Id, desk.Today)) { Rig = survey.Rig };
        facts.Runs = [.. survey.Runs.Select((line, i) => Run.Of(line, facts, i)).Where(r => wanted(r.Model))];
        facts.ByModel = facts.Runs.ToImmutableDictionary(r => r.Model.Id);
        return facts;
    }
}
