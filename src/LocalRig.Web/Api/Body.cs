using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace LocalRig.Web.Api;

/// <summary>A body that is known whole: an answer, a schema. Its codings are made when first asked for and kept.</summary>
/// <param name="plain">Its bytes.</param>
/// <param name="contentType">What it is.</param>
/// <param name="tag">Its entity tag without quotes; null for an answer that may be another the next time.</param>
internal sealed class Body(byte[] plain, string contentType, string? tag)
{
    /// <summary>What JSON is sent as; it is UTF-8 by definition (RFC 8259).</summary>
    public const string Json = "application/json";

    // Less than a packet gains nothing.
    private const int LeastToCode = 1400;

    private byte[]? _brotli;
    private byte[]? _gzip;

    /// <summary>Its size as it is.</summary>
    public int Length => plain.Length;

    /// <summary>Sends it, or says that the client has it.</summary>
    public async Task SendAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        Coding coding = plain.Length < LeastToCode ? Coding.Identity : Coding.Accepted(context.Request.Headers.AcceptEncoding);
        response.Headers.CacheControl = tag is null ? "no-store" : "private, no-cache";
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        bool reading = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        if (tag is not null)
        {
            response.Headers.ETag = EntityTag.Of(tag, coding);
            if (reading && EntityTag.Matches(context.Request.Headers.IfNoneMatch, tag))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }

        byte[] bytes = coding == Coding.Identity ? plain : coding == Coding.Brotli ? _brotli ??= coding.Code(plain) : _gzip ??= coding.Code(plain);
        if (coding != Coding.Identity)
        {
            response.Headers.ContentEncoding = coding.Name;
        }

        response.ContentType = contentType;
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
