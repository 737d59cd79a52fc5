using System.Security.Cryptography;
using System.Text.RegularExpressions;
using LocalRig.Web.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace LocalRig.Web.Page;

/// <summary>One file of the page, with the codings that lie beside it (<c>.br</c>, <c>.gz</c>).</summary>
internal sealed partial class PageFile
{
    private const string Forever = "public, max-age=31536000, immutable"; // a year, the longest a cache need keep (RFC 9111)
    private const string Asked = "no-cache";

    private readonly string _path;
    private readonly string _type;
    private readonly string _tag;
    private readonly bool _immutable;
    private readonly (DateTime Written, long Length) _stamp;

    /// <summary>Reads a file's digest.</summary>
    /// <param name="path">The file.</param>
    /// <param name="address">Its address on the server.</param>
    public PageFile(string path, string address)
    {
        (_path, _type, _stamp) = (path, MediaTypes.Of(path), Stamp(path));
        using FileStream file = File.OpenRead(path);
        _tag = Convert.ToHexStringLower(SHA256.HashData(file).AsSpan(0, 16));
        _immutable = Hashed().IsMatch(address);
    }

    /// <summary>Whether the file is still the one that was read.</summary>
    public bool IsCurrent => Stamp(_path) == _stamp;

    /// <summary>Sends it.</summary>
    public async Task SendAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        Coding coding = Coding.Accepted(context.Request.Headers.AcceptEncoding);
        string file = _path;
        if (coding == Coding.Brotli && !File.Exists(_path + ".br"))
        {
            coding = Coding.Accepted(RemoveBrotli(context.Request.Headers.AcceptEncoding.ToString()));
        }

        if (coding == Coding.Brotli)
        {
            file = _path + ".br";
        }
        else if (coding == Coding.Gzip && File.Exists(_path + ".gz"))
        {
            file = _path + ".gz";
        }
        else
        {
            coding = Coding.Identity;
        }

        response.Headers.Vary = HeaderNames.AcceptEncoding;
        response.Headers.CacheControl = _immutable ? Forever : Asked;
        response.Headers.ETag = EntityTag.Of(_tag, coding);
        if (EntityTag.Matches(context.Request.Headers.IfNoneMatch, _tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        if (coding != Coding.Identity)
        {
            response.Headers.ContentEncoding = coding.Name;
        }

        response.ContentType = _type;
        response.ContentLength = new FileInfo(file).Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.SendFileAsync(file, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static string RemoveBrotli(string accepted) => string.Join(',', accepted.Split(',').Where(c => !c.Trim().StartsWith("br", StringComparison.OrdinalIgnoreCase)));

    private static (DateTime, long) Stamp(string path)
    {
        FileInfo info = new(path);
        return info.Exists ? (info.LastWriteTimeUtc, info.Length) : default;
    }

    /// <summary>Names that hold a digest of what they name: Vite's of eight letters in <c>assets</c>, .NET's of ten in <c>_framework</c>.</summary>
    [GeneratedRegex(@"^/assets/.*-[\w-]{8}\.\w+$|/_framework/.*\.(?=[a-z]*[0-9])[a-z0-9]{10}\.\w+$", RegexOptions.CultureInvariant)]
    private static partial Regex Hashed();
}
