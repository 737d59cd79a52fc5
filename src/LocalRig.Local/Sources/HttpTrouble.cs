using System.Net;
using System.Net.Sockets;
using Polly.Timeout;

namespace LocalRig.Local.Sources;

/// <summary>Says in one sentence what went wrong between here and a server.</summary>
internal static class HttpTrouble
{
    /// <summary>A request that got no usable answer, even when repeated.</summary>
    public static ModelSourceException Failed(Uri address, Exception e, ModelSourceOptions options) => e switch
    {
        TimeoutRejectedException => Unreachable(
            address, $"{address.Authority} did not answer within {options.RequestTimeout.TotalSeconds:0.#} s when asked for {Show(address)}.", "Try again later.", e),
        { InnerException: PrivateAddressException } => Unreachable(
            address, $"A server of a private network is asked for by way of {Show(address)}; only the public internet is asked here.", "Name a public address, or ask the localrig program.", e),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => Unreachable(
            address, $"There is no server named {address.Host}.", "Check the address and the network.", e),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => Unreachable(
            address, $"No secure connection to {address.Authority} could be made.", "Check the server's certificate and this machine's clock.", e),
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => Unreachable(
            address, $"{address.Authority} refuses connections.", "Check the address and that the server runs.", e),
        _ => Unreachable(address, $"The connection to {address.Authority} broke while reading {Show(address)}.", "Try again.", e),
    };

    /// <summary>An answer that is a refusal.</summary>
    public static ModelSourceException Refused(Uri address, HttpResponseMessage response)
    {
        string? code = response.Headers.TryGetValues("X-Error-Code", out IEnumerable<string>? codes) ? codes.FirstOrDefault() : null;
        int status = (int)response.StatusCode;
        return (response.StatusCode, code) switch
        {
            (_, "RepoNotFound") => new(
                ModelSourceError.NotFound, Show(address), $"{address.Host} has no repository for {Show(address)}, or it is private.", "Check the name; for a private one set HF_TOKEN."),
            (_, "GatedRepo") => new(
                ModelSourceError.AccessDenied, Show(address), $"{Show(address)} is gated: its terms must be accepted first (HTTP {status}).", "Accept them on its page and set HF_TOKEN."),
            (HttpStatusCode.NotFound or HttpStatusCode.Gone, _) => new(
                ModelSourceError.NotFound, Show(address), $"There is no {Show(address)} (HTTP {status}).", "Check the address."),
            (HttpStatusCode.Unauthorized, _) => new(
                ModelSourceError.AccessDenied, Show(address), $"{address.Authority} wants a token for {Show(address)} (HTTP 401).", "Set HF_TOKEN for the Hub or give a token."),
            (HttpStatusCode.Forbidden, _) => new(
                ModelSourceError.AccessDenied, Show(address), $"{address.Authority} does not allow {Show(address)} to be read (HTTP 403).", "Use a token with the right to read it."),
            (HttpStatusCode.RequestedRangeNotSatisfiable, _) => new(
                ModelSourceError.NotAModel, Show(address), $"{Show(address)} ends before its header does, says {address.Authority} (HTTP 416).", "The file there is damaged or empty."),
            (HttpStatusCode.TooManyRequests, _) => Unreachable(
                address, $"{address.Authority} answers no more requests for now (HTTP 429).", "Wait a little, or set HF_TOKEN."),
            _ => Unreachable(address, $"{address.Authority} failed to give {Show(address)} (HTTP {status}).", "Try again later."),
        };
    }

    public static ModelSourceException UnsafeRedirect(Uri address, Uri to) =>
        Unreachable(address, $"{Show(address)} redirects to {to.Scheme}://{to.Authority}, which is not a secure address.", "Name the file's own address.");

    public static ModelSourceException BadRedirect(Uri address) =>
        Unreachable(address, $"{Show(address)} redirects to what is no address.", "Name the file's own address.");

    public static ModelSourceException TooManyRedirects(Uri address, int limit) =>
        Unreachable(address, $"{Show(address)} redirects more than {limit} times.", "Name the file's own address.");

    /// <summary>An address without its query, which may hold a signature, and without a password.</summary>
    public static string Show(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.SafeUnescaped);

    /// <summary>A location as it was written, without what only its writer may know: the query and password of an address.</summary>
    public static string Show(string location) => Uri.TryCreate(location, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" && address.Host.Length > 0 ? Show(address) : location;

    private static ModelSourceException Unreachable(Uri address, string message, string hint, Exception? inner = null) =>
        new(ModelSourceError.Unreachable, Show(address), message, hint, inner);
}
