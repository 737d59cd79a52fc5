using System.Net;
using LocalRig.Web.Api;
using Microsoft.AspNetCore.Http;

namespace LocalRig.Web.Guards;

/// <summary>Refuses requests that a foreign page makes a browser send: those under a name that isn't this server's (DNS rebinding), and those from another origin.</summary>
/// <param name="options">Where the server listens and what else it is called.</param>
internal sealed class HostGuard(WebOptions options)
{
    // An address in digits can't be rebound; names can, so only known ones are taken.
    private readonly HashSet<string> _names = new(
        ["localhost", .. options.IsPrivate ? Array.Empty<string>() : [Environment.MachineName, Environment.MachineName + ".local"], .. options.Names], StringComparer.OrdinalIgnoreCase);

    /// <summary>Refuses what isn't meant for this server.</summary>
    /// <exception cref="HttpProblemException">It isn't.</exception>
    public void Check(HttpContext context)
    {
        HostString host = context.Request.Host;
        if (!IsOwn(host, context.Connection.LocalIpAddress))
        {
            throw new HttpProblemException(HttpProblem.Of(
                StatusCodes.Status421MisdirectedRequest, "This server isn't known by the name it was asked under.", "Use the address it printed; who runs it can add a name with --host-names.", "Host"));
        }

        foreach (string? origin in context.Request.Headers.Origin)
        {
            if (!(Uri.TryCreate(origin, UriKind.Absolute, out Uri? from) && from.Scheme is "http" or "https" && Authority(from) == Authority(host, from.Scheme)))
            {
                throw new HttpProblemException(HttpProblem.Of(StatusCodes.Status403Forbidden, "Pages of other origins may not ask this server.", "Ask from a program, or from the page this server serves.", "Origin"));
            }
        }
    }

    private static string Authority(Uri uri) => $"{uri.IdnHost.ToLowerInvariant()}:{uri.Port}";

    private static string Authority(HostString host, string scheme) => $"{host.Host.Trim('[', ']').ToLowerInvariant()}:{host.Port ?? (scheme == "https" ? 443 : 80)}";

    private bool IsOwn(HostString host, IPAddress? local)
    {
        if (!host.HasValue)
        {
            return false;
        }

        string name = host.Host.TrimEnd('.');
        if (!IPAddress.TryParse(name.Trim('[', ']'), out IPAddress? address))
        {
            return _names.Contains(name);
        }

        return IPAddress.IsLoopback(address) || !options.IsPrivate || address.Equals(local);
    }
}
