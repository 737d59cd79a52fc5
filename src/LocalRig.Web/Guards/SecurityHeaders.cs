using Microsoft.AspNetCore.Http;

namespace LocalRig.Web.Guards;

/// <summary>Headers that tell a browser what a page of this server may do: nothing inline, nothing from elsewhere, no frame around it but of <c>/embed</c>.</summary>
internal static class SecurityHeaders
{
    private const string Policy =
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors ";

    /// <summary>Sets them.</summary>
    public static void Set(HttpContext context)
    {
        bool embedded = IsEmbedded(context.Request.Path);
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy + (embedded ? "*" : "'none'");
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (!embedded)
        {
            headers.XFrameOptions = "DENY";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
        }
    }

    /// <summary>Whether others may show a page inside theirs.</summary>
    public static bool IsEmbedded(PathString path) => path.StartsWithSegments("/embed", StringComparison.Ordinal);
}
