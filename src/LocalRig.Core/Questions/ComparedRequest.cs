using System.Text.Json;
using LocalRig.Contract;

namespace LocalRig.Questions;

/// <summary>One side of a comparison as given: a model with a plan's options, a plan's fields as an object, or only what it changes of the other.</summary>
public sealed class ComparedRequest
{
    private readonly string _text = "";
    private readonly JsonElement? _json;

    /// <summary>A side in words.</summary>
    public ComparedRequest(string text) => _text = text;

    /// <summary>A side as an object of a plan's fields.</summary>
    public ComparedRequest(JsonElement json) => _json = json.Clone();

    /// <summary>Reads it, so that it can be put into a request.</summary>
    /// <param name="inquiry">Where it is asked: it knows which words are models.</param>
    /// <exception cref="RequestException">It can't be read, or says nothing.</exception>
    internal ReadSide Read(Inquiry inquiry)
    {
        if (_json is { } json)
        {
            return new ReadSide(json.TryGetProperty("model", out _), (request, problems) => PlanFields.Reader.Applied(request, json, problems));
        }

        List<GivenField> given = SideWords.Read(_text, inquiry);
        return new ReadSide(given.Exists(g => g.Field.Name == "model"), (request, problems) => PlanFields.Reader.Applied(request, given, problems));
    }

    /// <summary>A side that was read.</summary>
    /// <param name="HasModel">Whether it names a model.</param>
    /// <param name="Put">Puts it into a request; problems are noted.</param>
    internal sealed record ReadSide(bool HasModel, Func<PlanRequest, List<Problem>, PlanRequest> Put);
}
