using System.Collections.Immutable;
using LocalRig.Tables;

namespace LocalRig.Evidence;

/// <summary>Measured quality of quantizations: of weights (<c>data/evidence/quant-quality.csv</c>) or of the KV cache
/// (<c>cache-quality.csv</c>). Nothing is averaged: claims stand side by side.</summary>
public sealed class QualityLedger
{
    private const string WeightsFile = "quant-quality.csv";
    private const string CachesFile = "cache-quality.csv";

    private static readonly Lazy<QualityLedger> OfWeights = new(() => Read(WeightsFile));
    private static readonly Lazy<QualityLedger> OfCaches = new(() => Read(CachesFile));

    /// <summary>A ledger of given measurements.</summary>
    public QualityLedger(ImmutableArray<QualityMeasurement> measurements) => Measurements = measurements;

    /// <summary>What this build knows of quantized weights.</summary>
    public static QualityLedger Default => OfWeights.Value;

    /// <summary>What this build knows of quantized KV caches: <see cref="QualityMeasurement.Quant"/> is the type of K and V.</summary>
    public static QualityLedger Caches => OfCaches.Value;

    /// <summary>Everything, in the file's order.</summary>
    public ImmutableArray<QualityMeasurement> Measurements { get; }

    /// <summary>What was measured of one model.</summary>
    public IEnumerable<QualityMeasurement> Of(string model) => Measurements.Where(m => m.Model == model);

    /// <summary>This ledger and more measurements.</summary>
    public QualityLedger With(params IEnumerable<QualityMeasurement> more) => new([.. Measurements, .. more]);

    /// <summary>Everything wrong with the ledgers that come with LocalRig; empty in a sound build.</summary>
    public static ImmutableArray<string> Validate() => [.. Parse(WeightsFile).Problems, .. Parse(CachesFile).Problems];

    /// <summary>Reads a file's text.</summary>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="csv">The file's text; its first line holds the titles.</param>
    public static (List<QualityMeasurement> Measurements, List<string> Problems) Parse(string name, string csv)
    {
        List<QualityMeasurement> measurements = [];
        List<string> problems = [];
        foreach (CsvRow row in CsvTable.Rows(name, csv, problems))
        {
            row.Needed("value");
            QualityMeasurement measurement = new(
                row["model"], row["publisher"], row["quant"], row["metric"], row.Number("value") ?? 0, row["unit"], row["baseline"], row["measuredBy"],
                row.Needed("date"), row.Choice("kind", "vendor", "independent") == "vendor", row.Address("source"));
            if (row.IsSound)
            {
                measurements.Add(measurement);
            }
        }

        return (measurements, problems);
    }

    private static QualityLedger Read(string file) => new([.. Parse(file).Measurements]);

    private static (List<QualityMeasurement> Measurements, List<string> Problems) Parse(string file) => Parse(file, CarriedFile.Text("evidence/" + file));
}
