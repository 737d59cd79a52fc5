using System.Text.Json;
using LocalRig.Answers;
using LocalRig.Contract;
using LocalRig.Shapes;

namespace LocalRig.Questions;

/// <summary>Questions as JSON Schema (draft 2020-12): what a request may hold, and what an answer holds.</summary>
public static class Schemas
{
    /// <summary>The schema of a question's requests.</summary>
    public static string Request(Question question) => JsonText.Of(json => WriteRequest(json, question));

    /// <summary>The schema of a question's answers.</summary>
    public static string Answer(Question question) => JsonText.Of(json => WriteAnswer(json, question));

    /// <summary>The schema of every error.</summary>
    public static string Error() => JsonText.Of(json =>
    {
        SchemaWriter schema = new(json);
        schema.Document("error", () => ProblemJson.Shape.Describe(schema));
    });

    /// <summary>Both, as <c>{"question":…,"sentence":…,"example":…,"request":{…},"answer":{…}}</c>.</summary>
    public static void Write(Utf8JsonWriter json, Question question)
    {
        json.WriteStartObject();
        json.WriteString("question", question.Name);
        json.WriteString("sentence", question.Sentence);
        json.WritePropertyName("example");
        json.WriteRawValue(question.Example);
        json.WritePropertyName("request");
        WriteRequest(json, question);
        json.WritePropertyName("answer");
        WriteAnswer(json, question);
        json.WriteEndObject();
    }

    private static void WriteAnswer(Utf8JsonWriter json, Question question)
    {
        SchemaWriter schema = new(json);
        schema.Document($"{question.Name} answer", () => question.DescribeAnswer(schema));
    }

    private static void WriteRequest(Utf8JsonWriter json, Question question)
    {
        SchemaWriter schema = new(json);
        schema.Document($"{question.Name} request", () =>
        {
            json.WriteString("description", question.Sentence);
            json.WriteString("type", "object");
            json.WriteStartObject("properties");
            json.WriteStartObject(RequestJson.QuestionName);
            json.WriteString("const", question.Name);
            json.WriteEndObject();
            foreach (Field field in question.Fields.Where(f => !f.Hidden))
            {
                Write(schema, field.Name, field);
                foreach (string alias in field.Aliases)
                {
                    Write(schema, alias, field);
                }
            }

            json.WriteEndObject();
            json.WriteBoolean("additionalProperties", false);
        });
    }

    private static void Write(SchemaWriter schema, string name, Field field)
    {
        schema.Json.WriteStartObject(name);
        field.Kind.Describe(schema);
        schema.Json.WriteString("description", field.Help);
        if (field.Default.Length > 0)
        {
            schema.Json.WriteString("default", field.Default);
        }

        if (field.Example.Length > 0)
        {
            schema.Json.WriteStartArray("examples");
            schema.Json.WriteStringValue(field.Example);
            schema.Json.WriteEndArray();
        }

        schema.Json.WriteEndObject();
    }
}
