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
        json.WriteObjects("quantizations", answer.Rows, row =>
        {
            json.WriteString("name", row.Name);
            json.WriteNumber("comfortableContext", row.ComfortableContext);
            json.WriteString("refused", row.Refused);
            json.WriteQuality("evidence", row.Evidence);
            json.WritePropertyName("plan");
            PlanResultWriter.Write(json, row.Plan);
        });
        json.WriteQuality("evidenceOfOtherFiles", answer.Unplaced);
        json.WriteEndObject();
    }
}
