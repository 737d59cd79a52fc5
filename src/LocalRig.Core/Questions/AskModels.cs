using LocalRig.Answers;
using LocalRig.Catalog;
using LocalRig.Contract;

namespace LocalRig.Questions;

/// <summary>Which names are asked for.</summary>
/// <param name="Filter">What they contain; empty for all.</param>
public sealed record FilterRequest(string Filter = "")
{
    /// <summary>Reads it.</summary>
    internal static RequestReader<FilterRequest> Reader(string help, string example) =>
        new([new() { Name = "filter", Help = help, Place = FieldPlace.Optional, Example = example, Apply = (r, v) => r with { Filter = v.Text("a part of a name") } }], new FilterRequest());
}

/// <summary><c>models</c>: the catalogue.</summary>
public static class AskModels
{
    /// <summary>The question.</summary>
    public static Question<FilterRequest, IEnumerable<CatalogModel>> Question { get; } = new()
    {
        Name = "models",
        Sentence = "The models LocalRig knows by name.",
        Group = QuestionGroup.CheckClaims,
        Example = """{"filter":"qwen3.5"}""",
        Reader = FilterRequest.Reader("only names that contain this: qwen3.5, gemma", "qwen3.5"),
        Answer = static (request, inquiry) => Task.FromResult<IEnumerable<CatalogModel>>(Named(inquiry.Catalog, request.Filter)),
        Shape = static () => ModelsJson.Shape,
    };

    private static CatalogModel[] Named(ModelCatalog catalog, string wanted)
    {
        CatalogModel[] models = [.. catalog.Models.Where(m => m.Aliases.Append(m.Id).Append(m.Family).Any(n => n.Contains(wanted, StringComparison.OrdinalIgnoreCase)))];
        return models.Length > 0
            ? models
            : throw new RequestException(new Problem(ErrorCode.ModelNotFound, $"No model's name contains \"{wanted}\".", NamedModels.Hint(catalog, wanted), "filter"));
    }
}
