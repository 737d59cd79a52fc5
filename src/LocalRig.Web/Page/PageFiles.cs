using System.Collections.Frozen;
using System.Text;
using LocalRig.Web.Api;
using Microsoft.AspNetCore.Http;

namespace LocalRig.Web.Page;

/// <summary>The built page: files of one folder, listed once, so that no address leads anywhere else. Listed anew when its index is written anew.</summary>
/// <param name="folder">The folder; null where none is built.</param>
internal sealed class PageFiles(string? folder)
{
    private const string Index = "/index.html";

    private const string NotBuilt =
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>LocalRig</title></head>
        <body><h1>LocalRig</h1>
        <p>The page isn't built: build it in the folder <code>page</code> with <code>npm ci &amp;&amp; npm run build</code>, and start with <code>localrig web --page page/dist</code>.</p>
        <p>The API answers at <a href="/api/v1">/api/v1</a>.</p></body></html>
        """;

    private static readonly Body Missing = new(Encoding.UTF8.GetBytes(NotBuilt), "text/html; charset=utf-8", null);

    private readonly Lock _lock = new();
    private volatile FrozenDictionary<string, PageFile>? _files;

    /// <summary>Whether there is a page.</summary>
    public bool IsBuilt => Files().ContainsKey(Index);

    /// <summary>Answers an address: a file, or the page itself for what could be an address of the page's own.</summary>
    /// <exception cref="HttpProblemException">There is nothing of that name.</exception>
    public Task SendAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            throw new HttpProblemException(HttpProblem.Of(StatusCodes.Status405MethodNotAllowed, "Here things are only read.", "Questions are asked at /api/v1/QUESTION.", "method"));
        }

        string address = context.Request.Path.Value ?? "/";
        FrozenDictionary<string, PageFile> files = Files();
        if (!files.TryGetValue(Index, out PageFile? index))
        {
            return address == "/" ? Missing.SendAsync(context) : throw Nothing();
        }

        PageFile? file = files.GetValueOrDefault(address) ?? (IsPage(address) ? index : null);
        return file is null ? throw Nothing() : file.SendAsync(context);
    }

    private static HttpProblemException Nothing() => new(HttpProblem.Of(StatusCodes.Status404NotFound, "There is nothing at this address.", "The page is at /, the API at /api/v1.", "address"));

    /// <summary>Whether an address may be one of the page's own: no file's name, nothing of the API's.</summary>
    private static bool IsPage(string address) =>
        !Path.HasExtension(address) && !address.StartsWith("/api", StringComparison.Ordinal) && !address.StartsWith("/mcp", StringComparison.Ordinal) && !address.StartsWith("/assets/", StringComparison.Ordinal);

    private FrozenDictionary<string, PageFile> Files()
    {
        FrozenDictionary<string, PageFile>? files = _files;
        if (files is not null && (!files.TryGetValue(Index, out PageFile? index) || index.IsCurrent))
        {
            return files;
        }

        lock (_lock)
        {
            return _files = List();
        }
    }

    private FrozenDictionary<string, PageFile> List()
    {
        if (folder is null || !Directory.Exists(folder))
        {
            return FrozenDictionary<string, PageFile>.Empty;
        }

        string root = Path.GetFullPath(folder);
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is not (".br" or ".gz"))
            .ToFrozenDictionary(f => "/" + Path.GetRelativePath(root, f).Replace(Path.DirectorySeparatorChar, '/'), f => new PageFile(f, "/" + Path.GetRelativePath(root, f).Replace(Path.DirectorySeparatorChar, '/')), StringComparer.Ordinal);
    }
}
