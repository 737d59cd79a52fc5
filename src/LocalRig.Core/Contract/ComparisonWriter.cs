using System.Text.Json;
using LocalRig.Advice;
using LocalRig.Advice.Comparing;

namespace LocalRig.Contract;

/// <summary>Writes a comparison as JSON: both plans, and every figure beside the other's.</summary>
public static class ComparisonWriter
{
    /// <summary>Writes the answer.</summary>
    public static void Write(Utf8JsonWriter json, Comparison comparison)
    {
        json.WriteStartObject();
        Side(json, "a", comparison.A);
        Side(json, "b", comparison.B);
        json.WriteObjects("rows", comparison.Rows, row =>
        {
            json.WriteString("id", row.Id);
            json.WriteString("unit", Word(row.Unit));
            Value(json, "a", row.A);
            Value(json, "b", row.B);
            json.WriteBoolean("differs", row.Differs);
            json.WriteString("sign", row.Sign);
        });
        json.WriteString("conclusion", comparison.Conclusion);
        json.WriteEndObject();
    }

    private static void Side(Utf8JsonWriter json, string name, ComparedSide side)
    {
        json.WriteStartObject(name);
        json.WritePropertyName("plan");
        PlanResultWriter.Write(json, side.Plan);
        json.WriteString("priceBecause", side.Plan.Rig.Devices.IsEmpty ? "" : HardwareWords.Because(side.Cost));
        json.WriteString("priceNotIncluded", side.Cost.NotIncluded);
        json.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter json, string name, ComparedValue value)
    {
        json.WriteStartObject(name);
        if (value.Text.Length > 0)
        {
            json.WriteString("text", value.Text);
        }

        Number(json, "number", value.Number);
        Number(json, "low", value.Low);
        Number(json, "high", value.High);
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, double? number)
    {
        if (number is double known)
        {
            json.WriteNumber(name, Math.Round(known, 3));
        }
    }

    private static string Word(ComparedUnit unit) =>
        unit switch
        {
            ComparedUnit.Bytes => "bytes",
            ComparedUnit.Count => "count",
            ComparedUnit.Bits => "bits",
            ComparedUnit.Tokens => "tokens",
            ComparedUnit.TokensPerSecond => "tokens-per-second",
            ComparedUnit.Seconds => "seconds",
            ComparedUnit.Money => "money",
            _ => "text",
        };
}
