using LocalRig.Formats;
using LocalRig.Formats.Safetensors;

namespace LocalRig.Local.Sources;

/// <summary>Safetensors models on this machine's disks: a folder as the Hub lays it out, or a single file.</summary>
internal static class LocalSafetensors
{
    /// <summary>Whether a folder holds a safetensors model.</summary>
    public static bool Holds(string folder) => Directory.EnumerateFiles(folder, "*" + SafetensorsFiles.Extension).Any()
        || File.Exists(Path.Combine(folder, SafetensorsIndex.FileName));

    /// <summary>Reads a folder: by its index if it has one, else its only file of weights.</summary>
    public static SafetensorsFiles OpenFolder(string folder)
    {
        string index = Path.Combine(folder, SafetensorsIndex.FileName);
        if (File.Exists(index))
        {
            return OpenSharded(folder, index);
        }

        List<string> files = [.. Directory.EnumerateFiles(folder, "*" + SafetensorsFiles.Extension).Order(StringComparer.Ordinal)];
        string whole = Path.Combine(folder, SafetensorsFiles.WeightsName);
        if (files.Count > 1 && !files.Contains(whole))
        {
            throw new ModelSourceException(
                ModelSourceError.Ambiguous,
                folder,
                $"{folder} holds {files.Count} safetensors files but no {SafetensorsIndex.FileName} that says how they belong together.",
                $"Add the index, or name one of the files: {string.Join(", ", files.Select(Path.GetFileName))}.");
        }

        return OpenWhole(files.Count == 1 ? files[0] : whole, NameOf(folder), folder);
    }

    /// <summary>Reads one file; a shard stands for its whole folder.</summary>
    public static SafetensorsFiles OpenFile(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string index = Path.Combine(folder, SafetensorsIndex.FileName);
        bool isShard = File.Exists(index)
            && SafetensorsIndex.Read(ReadSmall(index, SafetensorsLimits.HeaderBytes)).Files.Contains(Path.GetFileName(path));
        return isShard ? OpenSharded(folder, index) : OpenWhole(path, Path.GetFileNameWithoutExtension(path), path);
    }

    private static SafetensorsFiles OpenWhole(string path, string name, string location)
    {
        SafetensorsHeader header = ReadHeader(path, 0, out long bytes);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return new SafetensorsFiles(SafetensorsModel.Whole(header), ReadConfig(folder), name, location, bytes);
    }

    private static SafetensorsFiles OpenSharded(string folder, string indexPath)
    {
        SafetensorsIndex index = SafetensorsIndex.Read(ReadSmall(indexPath, SafetensorsLimits.HeaderBytes));
        SafetensorsHeader[] headers = new SafetensorsHeader[index.Files.Length];
        long total = 0;
        for (int part = 0; part < headers.Length; part++)
        {
            string path = Path.Combine(folder, index.Files[part]);
            if (!File.Exists(path))
            {
                throw new ModelSourceException(
                    ModelSourceError.NotFound,
                    path,
                    $"Part {part + 1} of {headers.Length} of the model is missing: there is no {path}.",
                    "Put all the files its index names into the folder.");
            }

            headers[part] = ReadHeader(path, part, out long bytes);
            total += bytes;
        }

        return new SafetensorsFiles(SafetensorsModel.Merge(index, headers), ReadConfig(folder), NameOf(folder), folder, total);
    }

    private static SafetensorsHeader ReadHeader(string path, int part, out long length)
    {
        try
        {
            using HeaderFile file = new(path);
            length = file.Length;
            return SafetensorsReader.TryRead(file.Window(0, sizeof(long)), file.Length, out SafetensorsHeader? header, out long needed, part) // its first number says how long it is
                || SafetensorsReader.TryRead(file.Window(0, (int)needed), file.Length, out header, out needed, part)
                ? header
                : throw new FormatLimitException(0, "header", $"the header needs {needed} bytes");
        }
        catch (ModelFormatException e)
        {
            throw LocalFiles.Explain(path, e);
        }
    }

    private static ReadOnlyMemory<byte>? ReadConfig(string folder)
    {
        string path = Path.Combine(folder, SafetensorsFiles.ConfigName);
        return File.Exists(path) ? new ReadOnlyMemory<byte>(ReadSmall(path, SafetensorsLimits.ConfigBytes)) : (ReadOnlyMemory<byte>?)null;
    }

    private static byte[] ReadSmall(string path, int limit) =>
        new FileInfo(path).Length is var length && length <= limit
            ? File.ReadAllBytes(path)
            : throw new FormatLimitException(limit, Path.GetFileName(path), $"{length} bytes are more than the {limit} such a file can have");

    private static string NameOf(string folder) => new DirectoryInfo(folder).Name;
}
