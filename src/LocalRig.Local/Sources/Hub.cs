using System.Net;
using System.Text.Json;

namespace LocalRig.Local.Sources;

/// <summary>Hugging Face's Hub by its documented API (huggingface.co/docs/hub/api): a repository's list of files, and the files.</summary>
internal sealed class Hub(ModelServer server, ModelSourceOptions options)
{
    private const string Revision = "main";
    private const int ListBytes = 32 << 20; // 1,000 files take about 300 KiB
    private const int MaxPages = 100;
    private const int MostFiles = 100_000; // as many as the Hub's own recommendations allow (huggingface.co/docs/hub/storage-limits)
    private const int LongestPath = 1_000; // characters; file systems end at 4,096 bytes

    /// <summary>Reads the headers of a model on the Hub.</summary>
    public async Task<ModelFiles> OpenAsync(HubName name, CancellationToken cancel)
    {
        string? file = HubFileChoice.Choose(name, await ListAsync(name, cancel).ConfigureAwait(false));
        RemoteModels models = new(server, options.HubToken, options);
        Uri root = new(options.HubEndpoint, $"{name.Id}/resolve/{Revision}/");
        return file is null
            ? await models.OpenSafetensorsAsync(root, name.Repository, cancel).ConfigureAwait(false)
            : await models.OpenAsync(new Uri(root, string.Join('/', file.Split('/').Select(Uri.EscapeDataString))), cancel).ConfigureAwait(false);
    }

    /// <summary>The paths of a repository's files, page after page.</summary>
    private async Task<List<string>> ListAsync(HubName name, CancellationToken cancel)
    {
        List<string> files = [];
        Uri? page = new(options.HubEndpoint, $"api/models/{name.Id}/tree/{Revision}?recursive=true");
        for (int i = 0; page is not null && i < MaxPages; i++)
        {
            using HttpResponseMessage response = await server.GetAsync(page, options.HubToken, null, cancel).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw RefusedList(name, page, response);
            }

            try
            {
                await response.Content.LoadIntoBufferAsync(ListBytes, cancel).ConfigureAwait(false);
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                throw HttpTrouble.Failed(page, e, options);
            }

            ReadList(await response.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false), files, page);
            page = NextPage(response, page);
        }

        return files;
    }

    private static ModelSourceException RefusedList(HubName name, Uri page, HttpResponseMessage response)
    {
        ModelSourceException refused = HttpTrouble.Refused(page, response);
        return refused.Error switch
        {
            ModelSourceError.NotFound => new(
                refused.Error, name.Id, $"There is no repository {name.Id} on {page.Authority}, or it is private.", "Check the name; for a private one set HF_TOKEN.", refused),
            ModelSourceError.AccessDenied => new(
                refused.Error, name.Id, $"The repository {name.Id} on {page.Authority} may not be read without leave.", "Accept its terms on its page and set HF_TOKEN.", refused),
            _ => refused,
        };
    }

    /// <summary>Whether a path names a file inside its repository: no way out, nothing a terminal or a shell would act on.</summary>
    private static bool IsPath(string path) =>
        path.Length is > 0 and <= LongestPath && !path.Any(static c => char.IsControl(c) || c == '\\') && path.Split('/').All(static p => p is not ("" or "." or ".."));

    private static ModelSourceException Odd(Uri page) =>
        new(ModelSourceError.Unreachable, HttpTrouble.Show(page), $"{page.Authority} lists a file whose path is no path inside the repository.", "Name the address of the file you mean.");

    private static void ReadList(byte[] json, List<string> files, Uri page)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            foreach (JsonElement entry in document.RootElement.EnumerateArray())
            {
                if (entry.GetProperty("type").GetString() == "file" && entry.GetProperty("path").GetString() is string path)
                {
                    files.Add(IsPath(path) ? path : throw Odd(page));
                    if (files.Count > MostFiles)
                    {
                        throw new ModelSourceException(
                            ModelSourceError.Unreachable, HttpTrouble.Show(page), $"The repository has more than {MostFiles:N0} files.", "Name the address of one of them.");
                    }
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new ModelSourceException(
                ModelSourceError.Unreachable, HttpTrouble.Show(page), $"{page.Authority} gave no list of files in the Hub's form.", "Check HF_ENDPOINT.", e);
        }
    }

    /// <summary>The address in a Link header with rel="next", on the same server only.</summary>
    private static Uri? NextPage(HttpResponseMessage response, Uri page)
    {
        string? link = response.Headers.TryGetValues("Link", out IEnumerable<string>? links)
            ? links.SelectMany(l => l.Split(',')).FirstOrDefault(l => l.Contains("rel=\"next\"", StringComparison.Ordinal))
            : null;
        int open = link?.IndexOf('<', StringComparison.Ordinal) ?? -1;
        int close = link?.IndexOf('>', StringComparison.Ordinal) ?? -1;
        return open >= 0 && close > open && Uri.TryCreate(page, link![(open + 1)..close], out Uri? next) && next.Authority == page.Authority && next.Scheme == page.Scheme && next != page ? next : null;
    }
}
