using LocalRig.Catalog;
using LocalRig.Contract;

namespace LocalRig.Local.Sources;

/// <summary>The user's own catalogue files: those named in <c>LOCALRIG_MODELS</c>, separated like a path, and all <c>*.json</c> in
/// <c>localrig/models</c> of the user's configuration folder (<c>~/.config</c>, <c>%APPDATA%</c>).</summary>
public sealed class UserCatalog(TimeProvider time)
{
    private const string Variable = "LOCALRIG_MODELS";

    // A server asks for the catalogue with every question; looking at the files' times once a second is soon enough for somebody who edits one.
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private (ModelCatalog Catalog, string Stamp, long Since)? _loaded;

    /// <summary>The built-in catalogue with the user's files as they are now.</summary>
    /// <exception cref="RequestException">A file can't be read or has problems; all of them are named.</exception>
    public ModelCatalog Current()
    {
        lock (_lock)
        {
            if (_loaded is { } known && time.GetElapsedTime(known.Since) < Trusted)
            {
                return known.Catalog;
            }

            string[] files = [.. Files()];
            string stamp = string.Join(';', files.Select(f => $"{f} {File.GetLastWriteTimeUtc(f).Ticks}"));
            ModelCatalog catalog = _loaded is { } before && before.Stamp == stamp ? before.Catalog : Load(files);
            _loaded = (catalog, stamp, time.GetTimestamp());
            return catalog;
        }
    }

    /// <summary>The files there are, in the order they count; a later one replaces models of the same id.</summary>
    public static IEnumerable<string> Files()
    {
        string folder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "localrig", "models");
        IEnumerable<string> kept = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal) : [];
        string named = Environment.GetEnvironmentVariable(Variable) ?? "";
        return kept.Concat(named.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    /// <summary>The built-in catalogue with these files.</summary>
    /// <exception cref="RequestException">A file can't be read or has problems; all of them are named.</exception>
    public static ModelCatalog Load(IEnumerable<string> files)
    {
        ModelCatalog catalog = ModelCatalog.Default;
        foreach (string file in files)
        {
            try
            {
                catalog = catalog.With(File.ReadAllText(file), file);
            }
            catch (CatalogException wrong)
            {
                throw new RequestException(new Problem(ErrorCode.Usage, wrong.Message, "docs/catalogue.md shows the form.", file));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new RequestException(new Problem(ErrorCode.Usage, $"The catalogue file {file} can't be read: {e.Message}", $"Mend the path in {Variable}.", file));
            }
        }

        return catalog;
    }
}
