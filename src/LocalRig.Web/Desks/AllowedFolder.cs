using LocalRig.Formats.Gguf;

namespace LocalRig.Web.Desks;

/// <summary>A folder whose files clients may name. What leads out of it, by <c>..</c>, an absolute path or a link, isn't there.</summary>
internal sealed class AllowedFolder
{
    private readonly string _root;
    private readonly string _real;

    /// <summary>Takes a folder.</summary>
    /// <param name="path">The folder; it must be there.</param>
    public AllowedFolder(string path)
    {
        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        _real = Real(_root) ?? _root;
    }

    /// <summary>The real path of what a client names, every link followed; null where there is no such thing in the folder.</summary>
    public string? Find(string name)
    {
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        string path = Path.GetFullPath(name, _root);
        return IsIn(path, _root) && Real(path) is string real && IsIn(real, _real) ? real : null;
    }

    /// <summary>Whether what is read with a model leads nowhere else: the parts of a split file; of safetensors and folders, everything beside.</summary>
    public bool HoldsAllOf(string real)
    {
        if (!Directory.Exists(real) && real.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase))
        {
            return GgufSplit.AllParts(real).All(LeadsNowhereElse);
        }

        string folder = Directory.Exists(real) ? real : Path.GetDirectoryName(real)!;
        return Directory.EnumerateFileSystemEntries(folder).All(LeadsNowhereElse);
    }

    private bool LeadsNowhereElse(string path) => Real(path) is not string target || IsIn(target, _real);

    private static bool IsIn(string path, string root) => path == root || path.StartsWith(root.EndsWith(Path.DirectorySeparatorChar) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>A path with the links of each of its folders followed; null where it ends nowhere.</summary>
    private static string? Real(string path)
    {
        const int MostLinks = 40; // as Linux (path_resolution(7))
        string real = Path.GetPathRoot(path)!;
        Queue<string> rest = new(path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries));
        int links = 0;
        while (rest.TryDequeue(out string? part))
        {
            string next = Path.Combine(real, part);
            FileSystemInfo? info = Directory.Exists(next) ? new DirectoryInfo(next) : File.Exists(next) ? new FileInfo(next) : null;
            if (info is null)
            {
                return null;
            }

            if (info.LinkTarget is not string target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks)
            {
                return null;
            }

            string led = Path.GetFullPath(target, real);
            real = Path.GetPathRoot(led)!;
            rest = new(led[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Concat(rest));
        }

        return real;
    }
}
