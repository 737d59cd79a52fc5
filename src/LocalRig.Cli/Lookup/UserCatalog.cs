using LocalRig.Catalog;
using LocalRig.Contract;

namespace LocalRig.Cli.Lookup;

/// <summary>The user's own catalogue files: those named in <c>LOCALRIG_MODELS</c>, separated like a path, and all <c>*.json</c> in
/// <c>localrig/models</c> of the user's configuration folder (<c>~/.config</c>, <c>%APPDATA%</c>).</summary>
internal static class UserCatalog
{
    private const string Variable = "LOCALRIG_MODELS";

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
