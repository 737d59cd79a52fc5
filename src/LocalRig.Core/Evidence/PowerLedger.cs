using System.Collections.Immutable;
using LocalRig.Tables;

namespace LocalRig.Evidence;

/// <summary>What holding cards to fewer watts was measured to leave of their speed (<c>data/evidence/power.csv</c>).</summary>
public sealed class PowerLedger
{
    private const double Near = 0.08; // of the usual limit: measured limits this near the asked one count
    private const int FewestDevices = 3; // fewer say too little of how far they scatter

    private static readonly Lazy<PowerLedger> Carried = new(static () => new([.. CsvTable.Rows("evidence/power.csv").Select(Read)]));

    private readonly ImmutableArray<Kept> _kept;

    private PowerLedger(ImmutableArray<Run> runs) =>
        _kept =
        [
            .. from run in runs
            group run by (run.Device, run.IsPrompt, run.Series) into series
            let full = series.MaxBy(r => r.Share)!
            from run in series
            where run.Share < full.Share
            select new Kept(run.Device, run.IsPrompt, run.Share, Math.Min(1, run.Rate / full.Rate)),
        ];

    /// <summary>What this build carries.</summary>
    public static PowerLedger Default => Carried.Value;

    /// <summary>The lowest share of the usual limit that anybody measured.</summary>
    public double LeastShare => _kept.Min(k => k.Share);

    /// <summary>What is left of the speed; null where too few devices were measured with about this limit.</summary>
    /// <param name="prompt">Prompts rather than answers.</param>
    /// <param name="share">The limit as a share of the device's usual one.</param>
    public PowerEffect? Of(bool prompt, double share)
    {
        Kept[] near = [.. _kept.Where(k => k.IsPrompt == prompt && Math.Abs(k.Share - share) <= Near)];
        double[] devices = [.. near.GroupBy(k => k.Device).Select(g => Middle([.. g.Select(k => k.Rest).Order()])).Order()];
        return devices.Length < FewestDevices ? null : new PowerEffect(Middle(devices), near.Min(k => k.Rest), near.Max(k => k.Rest), near.Length, devices.Length);
    }

    /// <summary>Everything wrong with the ledger that comes with LocalRig; empty in a sound build.</summary>
    public static ImmutableArray<string> Validate()
    {
        List<string> problems = [];
        foreach (CsvRow row in CsvTable.Rows("evidence/power.csv", CarriedFile.Text("evidence/power.csv"), problems))
        {
            Read(row);
            row.Needed("date");
            row.Address("source");
        }

        return [.. problems];
    }

    private static double Middle(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;

    private static Run Read(CsvRow row) =>
        new(
            row.Needed("device"), row.Choice("kind", "decode", "prefill") == "prefill", row.Needed("series"), (row.Number("watts") ?? 0) / (row.Number("usualWatts") ?? 1),
            row.Number("tokensPerSecond") ?? 0);

    private sealed record Run(string Device, bool IsPrompt, string Series, double Share, double Rate);

    private sealed record Kept(string Device, bool IsPrompt, double Share, double Rest);
}

/// <summary>What is left of a card's speed when it may draw less.</summary>
/// <param name="Likely">The middle of the devices, as a share of the speed without the limit.</param>
/// <param name="Low">The least that was measured.</param>
/// <param name="High">The most that was measured; never more than 1.</param>
/// <param name="Measurements">Runs it rests on.</param>
/// <param name="Devices">Devices they ran on.</param>
public sealed record PowerEffect(double Likely, double Low, double High, int Measurements, int Devices);
