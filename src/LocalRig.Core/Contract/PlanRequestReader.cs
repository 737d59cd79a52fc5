using System.Text.Json;

namespace LocalRig.Contract;

/// <summary>Reads whole requests and refuses them with every problem at once.</summary>
public static class PlanRequestReader
{
    /// <summary>Reads a JSON object of the contract's fields.</summary>
    /// <param name="json">The object.</param>
    /// <param name="defaults">What holds for fields it doesn't name.</param>
    /// <exception cref="RequestException">Not JSON, not an object, unknown fields, wrong values: all of them listed.</exception>
    public static PlanRequest FromJson(string json, PlanRequest? defaults = null)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return FromJson(document.RootElement, defaults);
        }
        catch (JsonException broken)
        {
            throw new RequestException(new Problem(
                ErrorCode.Usage, $"The request is not JSON: {broken.Message}", "Send one object per line, such as {\"model\": \"Qwen3.5-27B\"}.", "request"));
        }
    }

    /// <summary>Reads a JSON object of the contract's fields.</summary>
    /// <param name="json">The object.</param>
    /// <param name="defaults">What holds for fields it doesn't name.</param>
    /// <exception cref="RequestException">Not an object, unknown fields, wrong values: all of them listed.</exception>
    public static PlanRequest FromJson(JsonElement json, PlanRequest? defaults = null)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new RequestException(new Problem(ErrorCode.Usage, "The request is not a JSON object.", "Send {\"model\": \"Qwen3.5-27B\"}.", "request"));
        }

        List<Problem> problems = [];
        PlanRequest request = defaults ?? new PlanRequest();
        foreach (JsonProperty property in json.EnumerateObject())
        {
            if (RequestFields.Find(property.Name) is RequestField field)
            {
                request = field.Apply(request, FieldReader.OfJson(property.Name, property.Value, problems));
            }
            else
            {
                problems.Add(Unknown(property.Name));
            }
        }

        return Checked(request, problems);
    }

    /// <summary>Reads fields given as texts, as a command line gives them.</summary>
    /// <param name="values">Field, option name as written, and value.</param>
    /// <exception cref="RequestException">Wrong values: all of them listed.</exception>
    public static PlanRequest FromTexts(IEnumerable<(RequestField Field, string Where, string Text)> values)
    {
        List<Problem> problems = [];
        return Checked(Applied(values, problems), problems);
    }

    /// <summary>Reads fields given as texts to hold for every request of a batch; no model is needed yet.</summary>
    /// <param name="values">Field, option name as written, and value.</param>
    /// <exception cref="RequestException">Wrong values: all of them listed.</exception>
    public static PlanRequest Defaults(IEnumerable<(RequestField Field, string Where, string Text)> values)
    {
        List<Problem> problems = [];
        PlanRequest request = Applied(values, problems);
        return problems.Count > 0 ? throw new RequestException([.. problems]) : request;
    }

    private static PlanRequest Applied(IEnumerable<(RequestField Field, string Where, string Text)> values, List<Problem> problems)
    {
        PlanRequest request = new();
        foreach ((RequestField field, string where, string text) in values)
        {
            request = field.Apply(request, FieldReader.OfText(where, text, problems));
        }

        return request;
    }

    private static PlanRequest Checked(PlanRequest request, List<Problem> problems)
    {
        if (request.Model.Length == 0 && !problems.Exists(p => p.Where == "model"))
        {
            problems.Add(new Problem(ErrorCode.Usage, "No model given; name a file or a catalogue model.", "", "model"));
        }

        if (problems.Count > 0)
        {
            throw new RequestException([.. problems]);
        }

        return request.OutputsFollowBatch ? request.With(w => w with { Outputs = w.Batch }) : request;
    }

    private static Problem Unknown(string name)
    {
        string? near = Spelling.Nearest(name, RequestFields.All.Select(f => f.Name));
        string hint = near is null ? "" : $" Did you mean `{near}`?";
        return new Problem(ErrorCode.Usage, $"`{name}` is not a field of a request.{hint}", "", name);
    }
}
