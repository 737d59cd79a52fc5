using LocalRig.Formats;
using LocalRig.Formats.Gguf;

namespace LocalRig.Local.Sources;

/// <summary>Models on this machine's disks.</summary>
internal static class LocalFiles
{
    /// <summary>Reads the headers of the model at a path: a file, any part of a split one, a folder.</summary>
    /// <exception cref="ModelSourceException">There is no readable model.</exception>
    public static ModelFiles Open(string path)
    {
        try
        {
            return Directory.Exists(path) ? OpenFolder(path) : OpenFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ModelFormatException)
        {
            throw Explain(path, e);
        }
    }

    private static ModelFiles OpenFile(string path)
    {
        using HeaderFile file = new(path);
        return ModelFormatDetection.Detect(file.Window(0, ModelFormatDetection.BytesNeeded)) == ModelFormat.Safetensors
            ? LocalSafetensors.OpenFile(path)
            : OpenGguf(path, file);
    }

    private static ModelFiles OpenFolder(string path)
    {
        if (LocalSafetensors.Holds(path))
        {
            return LocalSafetensors.OpenFolder(path);
        }

        List<string> models = [.. Directory.EnumerateFiles(path, "*.gguf").Where(IsFirstPart).Order(StringComparer.Ordinal)];
        return models.Count switch
        {
            1 => OpenFile(models[0]),
            0 => throw new ModelSourceException(
                ModelSourceError.NotAModel,
                path,
                $"{path} is a folder that holds neither safetensors nor GGUF files.",
                "Name a model file, or the folder that holds it."),
            _ => throw new ModelSourceException(
                ModelSourceError.Ambiguous,
                path,
                $"{path} is a folder with {models.Count} models: {string.Join(", ", models.Select(Path.GetFileName))}.",
                "Name one of them."),
        };
    }

    private static bool IsFirstPart(string path) =>
        !GgufSplit.TryParseName(path, out _, out int number, out _) || number == 1;

    private static GgufFiles OpenGguf(string path, HeaderFile first)
    {
        IReadOnlyList<string> paths = GgufSplit.AllParts(path);
        GgufHeader[] headers = new GgufHeader[paths.Count];
        long bytes = 0;
        for (int i = 0; i < headers.Length; i++)
        {
            if (!File.Exists(paths[i]))
            {
                throw new ModelSourceException(
                    ModelSourceError.NotFound,
                    paths[i],
                    $"Part {i + 1} of {headers.Length} of the split model is missing: there is no {paths[i]}.",
                    "Put all parts into one folder.");
            }

            using HeaderFile? other = paths[i] == path ? null : new HeaderFile(paths[i]);
            HeaderFile file = other ?? first;
            headers[i] = ReadPart(paths[i], file);
            bytes += file.Length;
        }

        return new GgufFiles(GgufModel.Merge(headers), NameOf(path), path, bytes);
    }

    private static GgufHeader ReadPart(string path, HeaderFile file)
    {
        try
        {
            return GgufReader.Read(file.Window, file.Length);
        }
        catch (ModelFormatException e)
        {
            throw Explain(path, e);
        }
    }

    /// <summary>A file's name without folder, part number and extension.</summary>
    internal static string NameOf(string path)
    {
        string file = Path.GetFileName(path);
        return GgufSplit.TryParseName(file, out string prefix, out _, out _) ? prefix : Path.GetFileNameWithoutExtension(file);
    }

    /// <summary>Says what went wrong with a file in one sentence.</summary>
    internal static ModelSourceException Explain(string path, Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException =>
            new(ModelSourceError.NotFound, path, $"There is no file {path}.", "Check the path, or name a catalogue model or an hf:owner/repo.", e),
        UnauthorizedAccessException =>
            new(ModelSourceError.AccessDenied, path, $"{path} may not be read by this user.", "Change its rights or run as its owner.", e),
        TruncatedModelException =>
            new(ModelSourceError.NotAModel, path, $"{path}: {e.Message}.", "Download it again, or let the download finish.", e),
        ModelFormatException =>
            new(ModelSourceError.NotAModel, path, $"{path}: {e.Message}.", "", e),
        _ =>
            new(ModelSourceError.NotAModel, path, $"{path} could not be read: {e.Message}", "", e),
    };
}
