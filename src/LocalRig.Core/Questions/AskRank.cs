using LocalRig.Advice.Ranking;
using LocalRig.Answers;
using LocalRig.Contract;

namespace LocalRig.Questions;

/// <summary>Whose ranking is asked for.</summary>
/// <param name="Model">Its name; null until given.</param>
public sealed record RankRequest(string? Model = null);

/// <summary><c>rank</c>: what others publish of a model's quality, side by side.</summary>
public static class AskRank
{
    /// <summary>The question.</summary>
    public static Question<RankRequest, RankAnswer> Question { get; } = new()
    {
        Name = "rank",
        Sentence = "What others publish of a model's quality: who, when, whether they made it, and where they contradict each other. Never averaged.",
        Group = QuestionGroup.CheckClaims,
        Example = """{"model":"Qwen3.5-27B"}""",
        Reader = new(
            [new() { Name = "model", Help = "catalogue id (Qwen3.5-27B)", Place = FieldPlace.Needed, Example = "Qwen3.5-27B", Apply = (r, v) => r with { Model = v.Raw ?? "" } }],
            new RankRequest(), (r, problems) => Needed.Text(r, r.Model is null ? "" : "given", "model", "No model given; name one, such as Qwen3.5-27B.", problems)),
        Answer = static (request, inquiry) => Task.FromResult(
            new RankAdvisor(inquiry.Desk.Rankings, inquiry.Catalog.Find).Of(request.Model!)
            ?? throw new RequestException(new Problem(
                ErrorCode.ModelNotFound, $"Neither the catalogue nor a ranking that LocalRig carries has a model '{request.Model}'.", NamedModels.Hint(inquiry.Catalog, request.Model!), "model"))),
        Shape = static () => RankJson.Shape,
    };
}
