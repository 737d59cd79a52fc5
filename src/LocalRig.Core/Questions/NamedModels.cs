using LocalRig.Catalog;
using LocalRig.Contract;
using LocalRig.Models;

namespace LocalRig.Questions;

/// <summary>The catalogue's models by name.</summary>
internal static class NamedModels
{
    private const string DefaultRecipe = "Q4_K_M";

    /// <summary>The model a request names, in the quantization it names.</summary>
    /// <exception cref="RequestException">There is no such model or quantization.</exception>
    public static Model Get(ModelCatalog catalog, PlanRequest request)
    {
        CatalogModel listed = Get(catalog, request.Model);
        ModelName? name = catalog.Understand(request.Model)?.Name;
        if (request.Quant is null && name is { IsForLlamaCpp: false, Quant: string format })
        {
            throw new RequestException(new Problem(
                ErrorCode.Usage, $"{request.Model} are {listed.Id}'s weights in {format}, which llama.cpp doesn't read.", $"Plan it as a GGUF: {listed.Id} --quant {DefaultRecipe}; `localrig serve` plans vLLM and SGLang.", "model"));
        }

        try
        {
            return listed.ToModel(request.Quant ?? name?.Quant ?? DefaultRecipe, request.Question.FileBytes, request.Question.Workload.Mtp);
        }
        catch (CatalogException wrong)
        {
            throw new RequestException(new Problem(ErrorCode.Usage, wrong.Message, "", "quant"));
        }
    }

    /// <summary>The catalogue's entry.</summary>
    /// <exception cref="RequestException">There is none.</exception>
    public static CatalogModel Get(ModelCatalog catalog, string name)
    {
        try
        {
            return catalog.Get(name);
        }
        catch (CatalogException none)
        {
            throw new RequestException(new Problem(ErrorCode.ModelNotFound, none.Message, "A file's name ends in .gguf.", name));
        }
    }

    /// <summary>What may have been meant by a name nobody knows.</summary>
    public static string Hint(ModelCatalog catalog, string wanted) =>
        catalog.Suggest(wanted) is { IsEmpty: false } near ? $"Did you mean {string.Join(" or ", near)}?" : "`localrig models` lists all.";
}
