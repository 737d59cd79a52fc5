using System.Collections.Concurrent;
using System.Text;
using LocalRig.Contract;

namespace LocalRig.Site.Output;

/// <summary>The folder a site is written into. It must be new, empty, or hold an earlier site; files of the earlier one that the new one
/// hasn't go when it is complete.</summary>
internal sealed class SiteFolder
{
    /// <summary>The file that says that a folder is a site, and what belongs to it.</summary>
    public const string Marker = ".localrig-site";

    private const string FirstLine = "# Written by localrig site. Files listed here are replaced or removed when it is written again.";
    private const string Unfinished = ".part";

    private readonly string _root;
    private readonly string[] _earlier;
    private readonly ConcurrentDictionary<string, long> _written = new(StringComparer.Ordinal);

    private SiteFolder(string root, string[] earlier) => (_root, _earlier) = (root, earlier);

    /// <summary>How many files were written.</summary>
    public int Files => _written.Count;

    /// <summary>Their bytes.</summary>
    public long Bytes => _written.Values.Sum();

    /// <summary>Opens a folder, or makes it.</summary>
    /// <exception cref="RequestException">Something else is in it, or it can't be made.</exception>
    public static SiteFolder Open(string path)
    {
        string root = Path.GetFullPath(path);
        try
        {
            if (File.Exists(root))
            {
                throw Refused($"{path} is a file.");
            }

            Directory.CreateDirectory(root);
            string marker = Path.Combine(root, Marker);
            bool ours = File.Exists(marker) && File.ReadLines(marker).FirstOrDefault() == FirstLine;
            if (!ours && Directory.EnumerateFileSystemEntries(root).Any())
            {
                throw Refused($"{path} isn't empty and isn't a site that LocalRig wrote.");
            }

            string[] earlier = ours ? [.. File.ReadLines(marker).Skip(1).Where(IsInside)] : [];
            File.WriteAllLines(marker, [FirstLine, .. earlier]); // from here on the folder is a site, also if writing it is interrupted
            return new SiteFolder(root, earlier);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, fault);
        }
    }

    /// <summary>Writes a text.</summary>
    /// <param name="path">Where in the folder, with slashes.</param>
    /// <param name="text">The text.</param>
    public void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">Where in the folder, with slashes.</param>
    /// <param name="content">Its bytes.</param>
    /// <exception cref="RequestException">It can't be written.</exception>
    public void Write(string path, ReadOnlySpan<byte> content)
    {
        string file = Path.Combine(_root, path.Replace('/', Path.DirectorySeparatorChar));
        if (!_written.TryAdd(path, content.Length))
        {
            throw new InvalidOperationException($"Two files of the site would be {path}.");
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file + Unfinished, content);
            File.Move(file + Unfinished, file, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(file, fault);
        }
    }

    /// <summary>Removes what the earlier site had and this one hasn't, and says what belongs to it.</summary>
    public void Complete()
    {
        foreach (string gone in _earlier.Where(e => !_written.ContainsKey(e)))
        {
            File.Delete(Path.Combine(_root, gone.Replace('/', Path.DirectorySeparatorChar)));
        }

        File.WriteAllText(Path.Combine(_root, Marker), string.Join('\n', _written.Keys.Order(StringComparer.Ordinal).Prepend(FirstLine)) + "\n");
    }

    /// <summary>Whether a line of a marker names a file inside the folder, so that no marker can make us remove others.</summary>
    private static bool IsInside(string path) =>
        path.Length > 0 && !Path.IsPathRooted(path) && !path.Contains('\\') && !path.Contains(':') && path.Split('/').All(p => p is not ("" or "." or ".."));

    private static RequestException Refused(string message) =>
        new(new Problem(ErrorCode.Usage, message, "Name a new or empty folder, or one that `localrig site` wrote before.", "OUT"));

    private static RequestException Unwritable(string path, Exception fault) =>
        new(new Problem(ErrorCode.Usage, $"{path} can't be written: {fault.Message}", "Name a folder you may write to.", "OUT"));
}
