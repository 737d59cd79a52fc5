using LocalRig.Audit.Reading;
using LocalRig.Contract;
using LocalRig.Local.Guides;
using LocalRig.Local.Sources;
using LocalRig.Questions;

namespace LocalRig.Local.Desks;

/// <summary>Texts on this machine's disks, and pages by their address.</summary>
public sealed class DocumentFiles : IDocuments
{
    /// <inheritdoc/>
    public async Task<string> ReadAsync(string name, int most, CancellationToken cancellation)
    {
        if (Uri.TryCreate(name, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" && address.Host.Length > 0)
        {
            return await PageAsync(address, most, cancellation).ConfigureAwait(false);
        }

        using StreamReader file = Open(name, "Name a text file: a guide in Markdown, its claims as .yaml or .json, or prices as .csv.");
        char[] text = new char[most];
        return new string(text, 0, await file.ReadBlockAsync(text.AsMemory(), cancellation).ConfigureAwait(false));
    }

    /// <summary>A page's text; no more of it than is read.</summary>
    private static async Task<string> PageAsync(Uri address, int most, CancellationToken cancellation)
    {
        ModelSourceOptions options = ModelSourceOptions.FromEnvironment();
        try
        {
            using ModelServer server = new(options);
            using HttpResponseMessage response = await server.GetAsync(address, null, null, cancellation).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw HttpTrouble.Refused(address, response);
            }

            using StreamReader body = new(await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false));
            char[] text = new char[most];
            using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            late.CancelAfter(options.TotalTimeout);
            return new string(text, 0, await body.ReadBlockAsync(text.AsMemory(), late.Token).ConfigureAwait(false));
        }
        catch (ModelSourceException trouble)
        {
            throw new RequestException(new Problem(ErrorCode.Usage, trouble.Message, "Save the page and name the file, or give another address.", address.AbsoluteUri));
        }
        catch (Exception e) when (e is IOException || e is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new RequestException(new Problem(ErrorCode.Usage, $"{HttpTrouble.Show(address)} broke off: {e.Message}", "Save the page and name the file.", address.AbsoluteUri));
        }
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
