using System.Collections.Concurrent;
using LocalRig.Contract;
using LocalRig.Local.Sources;
using LocalRig.Models;

namespace LocalRig.Cli.Lookup;

/// <summary>Finds models and keeps the ones already opened: a batch asks for the same file again and again.</summary>
internal sealed class ModelFinder : IModelFinder
{
    private readonly ConcurrentDictionary<(string Model, string? Quant, long? Bytes), Lazy<Task<Model>>> _opened = new();

    /// <inheritdoc/>
    public Task<Model> FindAsync(PlanRequest request, CancellationToken cancellation) =>
        _opened.GetOrAdd((request.Model, request.Quant, request.Question.FileBytes?.Bytes), _ => new Lazy<Task<Model>>(() => OpenAsync(request))).Value;

    private static async Task<Model> OpenAsync(PlanRequest request)
    {
        try
        {
            return FileModel.Of(await ModelSource.OpenAsync(request.Model).ConfigureAwait(false));
        }
        catch (ModelSourceException failed)
        {
            throw new RequestException(Explain(failed));
        }
    }

    private static Problem Explain(ModelSourceException failed) =>
        new(
            failed.Error is ModelSourceError.NotFound ? ErrorCode.ModelNotFound : ErrorCode.ModelUnreadable,
            failed.Message, failed.Hint, failed.Where);
}
