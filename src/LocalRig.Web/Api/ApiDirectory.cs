using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using LocalRig.Contract;
using LocalRig.Questions;
using LocalRig.Shapes;
using Microsoft.AspNetCore.Http;

namespace LocalRig.Web.Api;

/// <summary>What the API says of itself: its questions, its description in OpenAPI, its schemas. Made when first asked for.</summary>
/// <param name="version">The build's version.</param>
internal sealed class ApiDirectory(string version)
{
    private readonly ConcurrentDictionary<string, Body> _schemas = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lazy<Body> _list = new(() => Of(List(version)));
    private readonly Lazy<Body> _openApi = new(() => Of(OpenApiDocument.Of(version)));

    /// <summary><c>GET /api/v1</c>.</summary>
    public Task ListAsync(HttpContext context) => _list.Value.SendAsync(context);

    /// <summary><c>GET /api/v1/openapi.json</c>.</summary>
    public Task OpenApiAsync(HttpContext context) => _openApi.Value.SendAsync(context);

    /// <summary><c>GET /api/v1/schema/{question}</c>.</summary>
    public Task SchemaAsync(HttpContext context, string question)
    {
        if (QuestionTable.Find(question) is not Question known)
        {
            throw new HttpProblemException(HttpProblem.Of(StatusCodes.Status404NotFound, $"There is no question \"{VisibleText.Of(question)}\".", "GET /api/v1 lists them.", "question"));
        }

        return _schemas.GetOrAdd(known.Name, _ => Of(JsonText.Of(json => Schemas.Write(json, known)))).SendAsync(context);
    }

    private static Body Of(string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        return new Body(bytes, Body.Json, Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16)));
    }

    private static string List(string version) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("name", "LocalRig");
        json.WriteString("version", version);
        json.WriteString("openapi", "/api/v1/openapi.json");
        json.WriteString("batch", "/api/v1/batch");
        json.WriteString("mcp", "/mcp");
        json.WriteStartArray("questions");
        foreach (Question question in QuestionTable.All)
        {
            json.WriteStartObject();
            json.WriteString("question", question.Name);
            json.WriteString("sentence", question.Sentence);
            json.WriteString("href", "/api/v1/" + question.Name);
            json.WriteString("schema", "/api/v1/schema/" + question.Name);
            json.WritePropertyName("example");
            json.WriteRawValue(question.Example);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}
