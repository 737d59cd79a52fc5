using System.Collections.Immutable;
using LocalRig.Catalog;
using LocalRig.Contract;
using LocalRig.Models;
using LocalRig.Shapes;

namespace LocalRig.Questions;

/// <summary>A model as its words were understood.</summary>
/// <param name="Id">Catalogue id, or a file's name.</param>
/// <param name="Quant">The quantization named, or the file's own; null for none.</param>
/// <param name="Format">How it is stored: <c>gguf</c>, <c>safetensors</c>; null for a model by name alone.</param>
/// <param name="Repository">Where it is published, or the place of the file; empty when unknown.</param>
/// <param name="Nominal">Whether nobody published a model of that name.</param>
/// <param name="Notices">What to know about it, a sentence each.</param>
public sealed record UnderstoodModel(string Id, string? Quant, string? Format, string Repository, bool Nominal, ImmutableArray<string> Notices);

/// <summary><c>model</c>: how words for a model are understood.</summary>
public static class AskModel
{
    private static ObjectShape<UnderstoodModel> Shape { get; } = new ObjectShape<UnderstoodModel>()
        .Text("id", "The model's catalogue id, or its file's name.", m => m.Id)
        .TextOrNull("quant", "The quantization; null where none was named.", m => m.Quant)
        .TextOrNull("format", "How it is stored, gguf, safetensors or mlx; null for a model by name alone.", m => m.Format)
        .Text("repository", "Where it is published, or where the file is; empty when unknown.", m => m.Repository)
        .Flag("nominal", "Whether nobody published a model of that name.", m => m.Nominal)
        .Texts("notices", "What to know about it, a sentence each.", m => m.Notices);

    /// <summary>The question.</summary>
    public static Question<WordsRequest, UnderstoodModel> Question { get; } = new()
    {
        Name = "model",
        Sentence = "How words for a model are understood: which one, in which quantization, where it is published, and whether it exists.",
        Group = QuestionGroup.CheckClaims,
        Example = """{"words":"Qwen3.5-27B Q4_K_M"}""",
        Reader = WordsRequest.Reader("the model: Qwen3.5-27B Q4_K_M, a file, hf:owner/repo", "Qwen3.5-27B Q4_K_M"),
        Answer = AnswerAsync,
        Shape = static () => Shape,
    };

    private static async Task<UnderstoodModel> AnswerAsync(WordsRequest request, Inquiry inquiry)
    {
        bool location = inquiry.IsLocation(request.Words);
        (CatalogModel Model, ModelName Name)? understood = inquiry.Desk.Files.IsHere(request.Words) ? null : inquiry.Catalog.Understand(request.Words);
        if (understood is null && location)
        {
            Model file = await inquiry.ModelAsync(new PlanRequest { Model = request.Words }).ConfigureAwait(false);
            string format = file.Source.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) ? "gguf" : "safetensors";
            return new UnderstoodModel(file.Id, file.QuantName.Length > 0 ? file.QuantName : null, format, file.Source, file.Nominal, [.. Said(file.Notice)]);
        }

        CatalogModel known = understood?.Model ?? NamedModels.Get(inquiry.Catalog, request.Words);
        ModelName? name = understood?.Name;
        string other = name is { IsForLlamaCpp: false, Quant: string format2 } ? $"{format2} is not a format of llama.cpp; `localrig serve` plans vLLM and SGLang." : "";
        return new UnderstoodModel(known.Id, name?.Quant, name?.Format, known.Repository, known.Nominal, [.. Said(known.Notice), .. Said(name?.Notice ?? ""), .. Said(other)]);
    }

    private static IEnumerable<string> Said(string notice) => notice.Length > 0 ? [notice] : [];
}
