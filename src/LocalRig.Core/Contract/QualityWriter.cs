using System.Text.Json;
using LocalRig.Evidence;

namespace LocalRig.Contract;

/// <summary>Writes measured quality as JSON.</summary>
internal static class QualityWriter
{
    /// <summary>An array of claims, each with who measured what against what, when, and where it stands.</summary>
    public static void WriteQuality(this Utf8JsonWriter json, string name, IEnumerable<QualityMeasurement> measurements)
    {
        json.WriteObjects(name, measurements, m =>
        {
            json.WriteString("publisher", m.Publisher);
            json.WriteString("quant", m.Quant);
            json.WriteString("metric", m.Metric);
            json.WriteNumber("value", m.Value);
            json.WriteString("unit", m.Unit);
            json.WriteString("baseline", m.Baseline);
            json.WriteString("measuredBy", m.MeasuredBy);
            json.WriteString("date", m.Date);
            json.WriteString("kind", m.IsVendor ? "vendor" : "independent");
            json.WriteString("source", m.Source);
        });
    }
}
