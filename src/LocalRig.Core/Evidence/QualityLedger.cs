using System.Collections.Immutable;
using System.Globalization;

namespace LocalRig.Evidence;

/// <summary>Measured quality of quantizations: of weights (<c>data/evidence/quant-quality.csv</c>) or of the KV cache
/// (<c>cache-quality.csv</c>). Nothing is averaged: claims stand side by side.</summary>
public sealed class QualityLedger
{
    private const int Cells = 11;
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
    public static ImmutableArray<string> Validate() =>
        [.. from file in (string[])[WeightsFile, CachesFile] from problem in Parse(EvidenceFile.Read(file)).Problems select $"{file}: {problem}"];

    private static QualityLedger Read(string file) => new([.. Parse(EvidenceFile.Read(file)).Measurements]);

    /// <summary>Reads the file's text.</summary>
    public static (List<QualityMeasurement> Measurements, List<string> Problems) Parse(string csv)
    {
        List<QualityMeasurement> measurements = [];
        List<string> problems = [];
        foreach ((int line, string[] c) in EvidenceFile.Rows(csv))
        {
            if (c.Length != Cells || !double.TryParse(c[4], NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            {
                problems.Add($"line {line}: needs {Cells} cells with a number in the fifth");
            }
            else if (c[8].Length < 4 || !Uri.IsWellFormedUriString(c[10], UriKind.Absolute) || c[9] is not ("vendor" or "independent"))
            {
                problems.Add($"line {line}: needs a date, vendor or independent, and a source's address");
            }
            else
            {
                measurements.Add(new QualityMeasurement(c[0], c[1], c[2], c[3], value, c[5], c[6], c[7], c[8], c[9] == "vendor", c[10]));
            }
        }

        return (measurements, problems);
    }
}
