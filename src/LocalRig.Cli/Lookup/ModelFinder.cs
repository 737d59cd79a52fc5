using System.Collections.Concurrent;
using LocalRig.Advice;
using LocalRig.Catalog;
using LocalRig.Contract;
using LocalRig.Local.Sources;
using LocalRig.Models;

namespace LocalRig.Cli.Lookup;

/// <summary>Finds models and keeps the ones already opened: a batch asks for the same file again and again.</summary>
internal sealed class ModelFinder : IModelFinder
{
    private const string DefaultRecipe = "Q4_K_M";

    private static readonly Lazy<ModelCatalog> Own = new(() => UserCatalog.Load(UserCatalog.Files()));

    private readonly ConcurrentDictionary<(string Model, string? Quant, long? Bytes, bool Mtp), Lazy<Task<Model>>> _opened = new();

    /// <inheritdoc/>
    public Task<Model> FindAsync(PlanRequest request, CancellationToken cancellation) =>
        _opened.GetOrAdd((request.Model, request.Quant, request.Question.FileBytes?.Bytes, request.Question.Workload.Mtp), _ => new Lazy<Task<Model>>(() => OpenAsync(request))).Value;

    /// <inheritdoc/>
    public IReadOnlyList<string> Quantizations(PlanRequest request) =>
        ModelSource.IsLocation(request.Model) ? [] : Survey.RecipesOf(ByName(request.Model));

    /// <inheritdoc/>
    public IEnumerable<CatalogModel> Listed => Catalog.Models;

    /// <summary>The built-in catalogue with the user's own files.</summary>
    private static ModelCatalog Catalog => Own.Value;

    private static async Task<Model> OpenAsync(PlanRequest request)
    {
        try
        {
            return ModelSource.IsLocation(request.Model)
                ? FileModel.Of(await ModelSource.OpenAsync(request.Model).ConfigureAwait(false), request.Quant)
                : ByName(request.Model).ToModel(request.Quant ?? DefaultRecipe, request.Question.FileBytes, request.Question.Workload.Mtp);
        }
        catch (ModelSourceException failed)
        {
            throw new RequestException(Explain(failed));
        }
        catch (CatalogException wrong)
        {
            throw new RequestException(new Problem(ErrorCode.Usage, wrong.Message, "", "quant"));
        }
    }

    private static CatalogModel ByName(string name)
    {
        try
        {
            return Catalog.Get(name);
        }
        catch (CatalogException none)
        {
            throw new RequestException(new Problem(ErrorCode.ModelNotFound, none.Message, "A file's name ends in .gguf.", name));
        }
    }

    private static Problem Explain(ModelSourceException failed) =>
        new(
            failed.Error is ModelSourceError.NotFound ? ErrorCode.ModelNotFound : ErrorCode.ModelUnreadable,
            failed.Message, failed.Hint, failed.Where);
}
