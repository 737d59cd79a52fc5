using LocalRig.Audit.Reading;
using LocalRig.Contract;
using LocalRig.Local.Guides;
using LocalRig.Questions;

namespace LocalRig.Local.Desks;

/// <summary>Texts on this machine's disks.</summary>
public sealed class DocumentFiles : IDocuments
{
    /// <inheritdoc/>
    public async Task<string> ReadAsync(string name, int most, CancellationToken cancellation)
    {
        using StreamReader file = Open(name, "Name a guide: Markdown, or claims as .yaml or .json.");
        char[] text = new char[most];
        return new string(text, 0, await file.ReadBlockAsync(text.AsMemory(), cancellation).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public Guide ReadYaml(string text) => YamlGuide.Read(text);

    /// <summary>Opens a text file the user named.</summary>
    /// <param name="path">The file.</param>
    /// <param name="hint">What to name instead.</param>
    /// <exception cref="RequestException">It cannot be read.</exception>
    public static StreamReader Open(string path, string hint)
    {
        try
        {
            return new StreamReader(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RequestException(new Problem(ErrorCode.Usage, $"{path} cannot be read: {e.Message}", hint, path));
        }
    }
}
