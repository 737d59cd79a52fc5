using System.Globalization;
using LocalRig.Contract;
using LocalRig.Formats.Gguf;
using LocalRig.Local.Sources;
using LocalRig.Models;
using LocalRig.Questions;

namespace LocalRig.Local.Desks;

/// <summary>Models on this machine's disks, on the Hub, behind addresses.</summary>
/// <param name="waiting">Told each second what is waited for on the network, and an empty text when it is over; null for nobody.</param>
/// <param name="options">How the network is reached; null for as the environment says.</param>
public sealed class ReachableModels(Action<string>? waiting = null, Func<ModelSourceOptions>? options = null) : IModelFiles
{
    private const string Missing = "missing";

    /// <inheritdoc/>
    public bool IsLocation(string model) => ModelSource.IsLocation(model);

    /// <inheritdoc/>
    public bool IsHere(string model) => File.Exists(model) || Directory.Exists(model);

    /// <inheritdoc/>
    public string? Stamp(string location)
    {
        if (!ModelSource.IsLocal(location))
        {
            return null;
        }

        try
        {
            return Directory.Exists(location) ? string.Join(';', Directory.EnumerateFiles(location).Order(StringComparer.Ordinal).Select(One)) : OfFile(location);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Missing;
        }
    }

    /// <inheritdoc/>
    public async Task<Model> OpenAsync(string location, string? quant, CancellationToken cancellation)
    {
        try
        {
            ModelSourceOptions? reach = ModelSource.IsLocal(location) ? null : options?.Invoke() ?? ModelSourceOptions.FromEnvironment();
            using WaitingTime? _ = reach is null || waiting is null ? null : new(location, reach.TotalTimeout, waiting);
            return FileModel.Of(await ModelSource.OpenAsync(location, reach, cancellation).ConfigureAwait(false), quant);
        }
        catch (ModelSourceException failed)
        {
            ErrorCode code = failed.Error is ModelSourceError.NotFound ? ErrorCode.ModelNotFound : ErrorCode.ModelUnreadable;
            throw new RequestException(new Problem(code, failed.Message, failed.Hint, failed.Where));
        }
    }

    /// <summary>A file and what belongs to it: its other parts; the index and configuration beside safetensors.</summary>
    private static string OfFile(string path)
    {
        if (path.EndsWith(SafetensorsFiles.Extension, StringComparison.OrdinalIgnoreCase))
        {
            string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            return string.Join(';', Directory.EnumerateFiles(folder, "*" + SafetensorsFiles.Extension).Concat(Directory.EnumerateFiles(folder, "*.json")).Order(StringComparer.Ordinal).Select(One));
        }

        return string.Join(';', GgufSplit.AllParts(path).Select(One));
    }

    private static string One(string path)
    {
        FileInfo file = new(path);
        return file.Exists ? string.Create(CultureInfo.InvariantCulture, $"{file.Name} {file.Length} {file.LastWriteTimeUtc.Ticks}") : Missing;
    }
}
