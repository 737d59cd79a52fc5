using System.Text.Json;
using LocalRig.Contract;
using LocalRig.Questions;
using LocalRig.Shapes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace LocalRig.Web.Api;

/// <summary>A request written into an address: <c>?model=Qwen3.5-27B&amp;rig=rtx-3090</c>, or whole as <c>?q={…}</c>.</summary>
internal static class QueryRequest
{
    private const string Whole = "q";

    /// <summary>It as JSON.</summary>
    /// <exception cref="HttpProblemException">It is written in both ways.</exception>
    public static string Of(Question question, IQueryCollection query)
    {
        if (!query.TryGetValue(Whole, out StringValues whole))
        {
            return JsonText.Of(json => Write(json, question, query));
        }

        return query.Count == 1 && whole is [{ } text] ? text
            : throw new HttpProblemException(HttpProblem.Of(StatusCodes.Status400BadRequest, "The request is given both whole and in fields.", "Give `q` alone, or fields alone.", Whole));
    }

    private static void Write(Utf8JsonWriter json, Question question, IQueryCollection query)
    {
        json.WriteStartObject();
        foreach ((string name, StringValues values) in query)
        {
            json.WritePropertyName(name);
            Field? field = question.Fields.FirstOrDefault(f => f.Name == name || f.Aliases.Contains(name));
            if (values is [{ } one])
            {
                WriteValue(json, field, one);
                continue;
            }

            json.WriteStartArray();
            foreach (string? value in values)
            {
                WriteValue(json, field, value ?? "");
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>Texts as they are, which fields of numbers read too; truths and objects as what they are.</summary>
    private static void WriteValue(Utf8JsonWriter json, Field? field, string value)
    {
        if (field?.Kind == FieldKind.Flag && value is "true" or "false")
        {
            json.WriteBooleanValue(value == "true");
        }
        else if (field is not null && (field.Kind.Types.Contains("object") || field.Kind.IsList) && value.TrimStart() is ['{' or '[', ..] && IsJson(value))
        {
            json.WriteRawValue(value);
        }
        else
        {
            json.WriteStringValue(value);
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            using JsonDocument _ = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
