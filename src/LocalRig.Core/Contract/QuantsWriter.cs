using System.Text.Json;
using LocalRig.Advice.Quants;
using LocalRig.Evidence;

namespace LocalRig.Contract;

/// <summary>Writes a model's quantizations as JSON.</summary>
public static class QuantsWriter
{
    /// <summary>Writes the answer: every row's plan in the contract's form, with its evidence.</summary>
    public static void Write(Utf8JsonWriter json, string model, QuantAnswer answer)
    {
        json.WriteStartObject();
        json.WriteString("model", model);
        json.WriteString("pick", answer.Pick?.Name);
        json.WriteString("because", answer.Because);
        json.WriteStartArray("quantizations");
        foreach (QuantRow row in answer.Rows)
        {
            json.WriteStartObject();
            json.WriteString("name", row.Name);
            json.WriteNumber("comfortableContext", row.ComfortableContext);
            json.WriteString("refused", row.Refused);
            Evidence(json, "evidence", row.Evidence);
            json.WritePropertyName("plan");
            PlanResultWriter.Write(json, row.Plan);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Evidence(json, "evidenceOfOtherFiles", answer.Unplaced);
        json.WriteEndObject();
    }

    private static void Evidence(Utf8JsonWriter json, string name, IEnumerable<QualityMeasurement> measurements)
    {
        json.WriteStartArray(name);
        foreach (QualityMeasurement m in measurements)
        {
            json.WriteStartObject();
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
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
