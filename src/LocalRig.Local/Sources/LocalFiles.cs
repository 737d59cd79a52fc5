using LocalRig.Formats;
using LocalRig.Formats.Gguf;

namespace LocalRig.Local.Sources;

/// <summary>Models on this machine's disks.</summary>
internal static class LocalFiles
{
    /// <summary>Reads the headers of the model at a path: a file, any part of a split one, a folder of safetensors.</summary>
    /// <exception cref="ModelSourceException">There is no readable model.</exception>
    public static ModelFiles Open(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                return OpenFolder(path);
            }

            using MappedFile file = new(path, GgufLimits.HeaderBytes);
            return OpenGguf(path, file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ModelFormatException)
        {
            throw Explain(path, e);
        }
    }

    private static ModelFiles OpenFolder(string path) =>
        throw new ModelSourceException(ModelSourceError.NotAModel, path, $"{path} is a folder without a model.", "Name a GGUF file in it.");

    private static GgufFiles OpenGguf(string path, MappedFile first)
    {
        IReadOnlyList<string> paths = GgufSplit.AllParts(path);
        GgufHeader[] headers = new GgufHeader[paths.Count];
        long bytes = 0;
        for (int i = 0; i < headers.Length; i++)
        {
            bool named = paths[i] == path;
            if (!named && !File.Exists(paths[i]))
            {
                throw new ModelSourceException(
                    ModelSourceError.NotFound,
                    paths[i],
                    $"Part {i + 1} of {headers.Length} of the split model is missing: there is no {paths[i]}.",
                    "Put all parts into one folder.");
            }

            using MappedFile? other = named ? null : new MappedFile(paths[i], GgufLimits.HeaderBytes);
            MappedFile file = other ?? first;
            headers[i] = ReadPart(paths[i], file);
            bytes += file.Length;
        }

        return new GgufFiles(GgufModel.Merge(headers), NameOf(path), path, bytes);
    }

    private static GgufHeader ReadPart(string path, MappedFile file)
    {
        try
        {
            return GgufReader.Read(file.Bytes, file.Length);
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

    private static ModelSourceException Explain(string path, Exception e) => e switch
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
