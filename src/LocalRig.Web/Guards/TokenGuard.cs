using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using LocalRig.Web.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace LocalRig.Web.Guards;

/// <summary>Answers only who shows the token: as <c>Authorization: Bearer</c>, or once as <c>?token=</c>, which a browser then keeps as a cookie.</summary>
/// <param name="token">The token; null where nobody needs one.</param>
internal sealed class TokenGuard(string? token)
{
    /// <summary>Letters a token must have: 96 bits, were they hexadecimal.</summary>
    public const int ShortestToken = 24;

    private const string Cookie = "localrig";
    private const string Parameter = "token";
    private const string Scheme = "Bearer ";

    private readonly byte[]? _digest = token is null ? null : Digest(token);
    private readonly string _cookie = token is null ? "" : Base64Url.EncodeToString(Digest("cookie " + token));

    /// <summary>Whether a request may be answered; where it came with the token in its address, it was sent on without.</summary>
    /// <exception cref="HttpProblemException">It shows none, or another.</exception>
    public bool Admits(HttpContext context)
    {
        if (_digest is null)
        {
            return true;
        }

        HttpRequest request = context.Request;
        if (request.Headers.Authorization is [{ } shown] && shown.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return Same(_digest, shown[Scheme.Length..].Trim()) ? true : throw Refused(context);
        }

        if (HttpMethods.IsGet(request.Method) && request.Query[Parameter] is [{ } given])
        {
            if (!Same(_digest, given))
            {
                throw Refused(context);
            }

            context.Response.Cookies.Append(Cookie, _cookie, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = request.IsHttps, Path = "/" });
            QueryBuilder rest = new(request.Query.Where(q => q.Key != Parameter));
            context.Response.Headers.CacheControl = "no-store";
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            string path = request.Path.ToUriComponent();
            context.Response.Headers.Location = (path.StartsWith("//", StringComparison.Ordinal) ? "/" : path) + rest.ToQueryString().ToUriComponent(); // "//name" would be another server
            return false;
        }

        return request.Cookies[Cookie] is string kept && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(kept), Encoding.UTF8.GetBytes(_cookie)) ? true : throw Refused(context);
    }

    private static bool Same(byte[] digest, string text) => CryptographicOperations.FixedTimeEquals(digest, Digest(text));

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static HttpProblemException Refused(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return new HttpProblemException(HttpProblem.Of(StatusCodes.Status401Unauthorized, "This server answers those who show its token.", "Send Authorization: Bearer TOKEN, or open the address with ?token=TOKEN once.", "Authorization"));
    }
}
