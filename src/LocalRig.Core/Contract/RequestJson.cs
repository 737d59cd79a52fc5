using System.Text.Json;

namespace LocalRig.Contract;

/// <summary>Requests as JSON texts, refused in one sentence where they are none.</summary>
internal static class RequestJson
{
    /// <summary>The property that names a question in batches; requests may carry it.</summary>
    public const string QuestionName = "question";

    private const string Such = "{\"model\": \"Qwen3.5-27B\"}";

    /// <summary>The document of a request.</summary>
    /// <exception cref="RequestException">It isn't JSON.</exception>
    public static JsonDocument Parse(string json)
    {
        if (!UnicodeText.IsWhole(json))
        {
            throw new RequestException(new Problem(ErrorCode.Usage, "The request holds half of a character (a lone surrogate).", "Write such characters whole.", "request"));
        }

        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException broken)
        {
            throw new RequestException(new Problem(ErrorCode.Usage, $"The request is not JSON: {broken.Message}", $"Send one object per line, such as {Such}.", "request"));
        }
    }

    /// <summary>Refuses what is no object.</summary>
    /// <exception cref="RequestException">It isn't.</exception>
    public static void NeedObject(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new RequestException(new Problem(ErrorCode.Usage, "The request is not a JSON object.", $"Send {Such}.", "request"));
        }
    }
}
