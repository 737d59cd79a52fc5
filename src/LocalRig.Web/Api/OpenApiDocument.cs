using System.Text.Json;
using System.Text.Json.Nodes;
using LocalRig.Questions;
using LocalRig.Shapes;

namespace LocalRig.Web.Api;

/// <summary>The API described in OpenAPI 3.1, made from the table of questions and their schemas.</summary>
internal static class OpenApiDocument
{
    private const string ProblemSchema = "Problem";

    private static readonly (string Status, string When)[] Problems =
    [
        ("400", "The request is wrong: no JSON, unknown fields, wrong values."),
        ("404", "There is no such question or model."),
        ("413", "The request is too large."),
        ("415", "The request isn't sent as JSON."),
        ("422", "The rig isn't known, the model can't be read, or more is asked than is answered here."),
        ("429", "This client asks too often; Retry-After says when to ask again."),
        ("503", "Too many answers are being worked out, or this one took too long."),
    ];

    /// <summary>The document.</summary>
    /// <param name="version">The build's version.</param>
    public static string Of(string version) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("openapi", "3.1.1");
        json.WriteStartObject("info");
        json.WriteString("title", "LocalRig");
        json.WriteString("version", version);
        json.WriteString("description", "Which open model can this machine run, how much memory does it take, how fast is it? Exact, with reasons.");
        json.WriteEndObject();
        json.WriteStartObject("paths");
        foreach (Question question in QuestionTable.All)
        {
            WritePath(json, question);
        }

        WriteBatch(json);
        json.WriteEndObject();
        json.WriteStartObject("components");
        json.WriteStartObject("schemas");
        foreach (Question question in QuestionTable.All)
        {
            WriteSchema(json, RequestName(question), Schemas.Request(question));
            WriteSchema(json, AnswerName(question), Schemas.Answer(question));
        }

        WriteSchema(json, ProblemSchema, HttpProblem.Shape.Schema("problem"));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static string RequestName(Question question) => question.Name + "Request";

    private static string AnswerName(Question question) => question.Name + "Answer";

    private static void WritePath(Utf8JsonWriter json, Question question)
    {
        json.WriteStartObject("/api/v1/" + question.Name);
        json.WriteStartObject("post");
        json.WriteString("operationId", question.Name);
        json.WriteString("summary", question.Sentence);
        json.WriteStartObject("requestBody");
        json.WriteStartObject("content");
        json.WriteStartObject("application/json");
        WriteReference(json, "schema", RequestName(question));
        json.WritePropertyName("example");
        json.WriteRawValue(question.Example);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("responses");
        json.WriteStartObject("200");
        json.WriteString("description", "The answer.");
        json.WriteStartObject("content");
        json.WriteStartObject("application/json");
        WriteReference(json, "schema", AnswerName(question));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        WriteProblems(json);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteBatch(Utf8JsonWriter json)
    {
        json.WriteStartObject("/api/v1/batch");
        json.WriteStartObject("post");
        json.WriteString("operationId", "batch");
        json.WriteString("summary", "Many requests at once: one JSON object per line, each may name its question; answers come in the order of the lines.");
        json.WriteStartObject("requestBody");
        json.WriteBoolean("required", true);
        json.WriteStartObject("content");
        json.WriteStartObject("application/x-ndjson");
        json.WriteStartObject("schema");
        json.WriteString("type", "string");
        json.WriteEndObject();
        json.WriteString("example", string.Join('\n', QuestionTable.All.Where(q => q.Name is "plan" or "rig").Select(Line)));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("responses");
        json.WriteStartObject("200");
        json.WriteString("description", "One answer, or one object with error, per line.");
        json.WriteStartObject("content");
        json.WriteStartObject("application/x-ndjson");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        WriteProblems(json);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>A question's example as a line of a batch.</summary>
    private static string Line(Question question) => $$"""{"question":"{{question.Name}}",{{question.Example[1..]}}""";

    private static void WriteProblems(Utf8JsonWriter json)
    {
        foreach ((string status, string when) in Problems)
        {
            json.WriteStartObject(status);
            json.WriteString("description", when);
            json.WriteStartObject("content");
            json.WriteStartObject(HttpProblem.ContentType);
            WriteReference(json, "schema", ProblemSchema);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }

    private static void WriteReference(Utf8JsonWriter json, string property, string name)
    {
        json.WriteStartObject(property);
        json.WriteString("$ref", "#/components/schemas/" + name);
        json.WriteEndObject();
    }

    /// <summary>A schema as a part of the document: what it refers to inside itself is inside its place here.</summary>
    private static void WriteSchema(Utf8JsonWriter json, string name, string schema)
    {
        JsonObject root = JsonNode.Parse(schema)!.AsObject();
        root.Remove("$schema");
        Move(root, "#/components/schemas/" + name);
        json.WritePropertyName(name);
        root.WriteTo(json);
    }

    private static void Move(JsonNode? node, string to)
    {
        if (node is JsonArray list)
        {
            foreach (JsonNode? item in list)
            {
                Move(item, to);
            }
        }
        else if (node is JsonObject parts)
        {
            if (parts["$ref"] is JsonValue reference && reference.TryGetValue(out string? target) && target.StartsWith('#'))
            {
                parts["$ref"] = to + target[1..];
            }

            foreach ((string _, JsonNode? part) in parts)
            {
                Move(part, to);
            }
        }
    }
}
