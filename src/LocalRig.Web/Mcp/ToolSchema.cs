using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalRig.Questions;
using LocalRig.Shapes;

namespace LocalRig.Web.Mcp;

/// <summary>What a tool may be told: the fields of its question that matter to a language model, as the question's own schema has them. The others are taken too.</summary>
internal static class ToolSchema
{
    private const string MustBeGiven = "!";

    /// <summary>The schema.</summary>
    /// <param name="question">The question.</param>
    /// <param name="fields">Fields to show, those that must be given with a mark behind.</param>
    public static JsonElement Of(Question question, ImmutableArray<string> fields)
    {
        JsonObject all = JsonNode.Parse(Schemas.Request(question))!["properties"]!.AsObject();
        return Parse(JsonText.Of(json =>
        {
            json.WriteStartObject();
            json.WriteString("type", "object");
            json.WriteStartObject("properties");
            foreach (string field in fields)
            {
                string name = field.TrimEnd(MustBeGiven[0]);
                json.WritePropertyName(name);
                (all[name] ?? throw new InvalidOperationException($"{question.Name} has no field {name}.")).WriteTo(json);
            }

            json.WriteStartObject(ToolArguments.Details);
            json.WriteString("type", "boolean");
            json.WriteString("description", "Whether to add all of the answer as JSON (several KB): memory by part, reasons and sources. Leave out unless figures are missing.");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartArray("required");
            foreach (string field in fields.Where(f => f.EndsWith(MustBeGiven, StringComparison.Ordinal)))
            {
                json.WriteStringValue(field.TrimEnd(MustBeGiven[0]));
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }));
    }

    /// <summary>JSON as a value.</summary>
    public static JsonElement Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
