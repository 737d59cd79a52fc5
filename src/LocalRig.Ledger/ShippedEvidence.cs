using System.Globalization;
using LocalRig.Evidence;

namespace LocalRig.Ledger;

/// <summary>What this build carries of others' runs, as records: the seed of every ledger. They are read from the data files each time and stand in no store.</summary>
public static class ShippedEvidence
{
    private const int Day = 10; // characters of 2026-04-05
    private static readonly string[] Dates = ["yyyy-MM-dd", "yyyy-MM", "yyyy"];

    /// <summary>All records that a filter lets through, in the order of the files.</summary>
    /// <param name="filter">The filter; what is asked of stores alone (ids, the newest first) is left to the caller.</param>
    public static IEnumerable<EvidenceRecord> Records(EvidenceFilter filter) =>
        ReportedRun.All().Concat(ReportedRun.OfSeveralDevices(Text("several-devices.csv"))).Concat(ReportedRun.OfOffload(Text("offload.csv"))).Select(Record).Where(r =>
            (filter.Device.Length == 0 || r.Device == filter.Device) && (filter.Model.Length == 0 || r.Model == filter.Model) && (filter.Metric.Length == 0 || r.Metric == filter.Metric) && (filter.Kind is null || r.Kind == filter.Kind));

    /// <summary>A data file that no forecast rests on, so that the core doesn't carry it.</summary>
    private static string Text(string name)
    {
        using StreamReader reader = new(typeof(ShippedEvidence).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static EvidenceRecord Record(ReportedRun run)
    {
        string date = run.Date.Split("..")[0]; // of a span of time, its beginning
        bool precise = run.Date.Length == Day;
        return new EvidenceRecord
        {
            Kind = RecordKind.Measurement,
            At = DateTimeOffset.ParseExact(date, Dates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            Rig = run.Devices > 1 ? string.Create(CultureInfo.InvariantCulture, $"{run.Devices}x {run.Device}") : "",
            Device = run.Device,
            Backend = run.Backend.ToLowerInvariant(),
            Engine = run.Engine,
            Build = run.Build,
            Model = run.Model[(run.Model.LastIndexOf('/') + 1)..], // one report's model is no catalogue's, and is named with its owner
            Quant = run.Quant,
            FileBytes = run.FileBytes,
            Metric = run.IsPrompt ? "prefill" : "decode",
            Tokens = run.Tokens,
            Depth = run.Depth,
            Users = run.Users,
            Value = run.TokensPerSecond,
            Unit = "tok/s",
            Spread = run.Deviation,
            Conditions = precise ? run.Note : $"{(run.Note.Length > 0 ? run.Note + "; " : "")}the source says no more of the day than {run.Date}",
            Source = run.Source,
            Who = run.Reporter,
        };
    }
}
