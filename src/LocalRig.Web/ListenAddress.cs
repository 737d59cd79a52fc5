using System.Globalization;
using System.Net;
using LocalRig.Contract;

namespace LocalRig.Web;

/// <summary>An address and a port to listen on: <c>127.0.0.1:7333</c>, <c>[::1]:8080</c>, <c>localhost:0</c>, <c>0.0.0.0:80</c>.</summary>
/// <param name="Address">The address.</param>
/// <param name="Port">The port; 0 for any that is free.</param>
public sealed record ListenAddress(IPAddress Address, int Port)
{
    /// <summary>The port where none is named: no service has it (iana.org/assignments/service-names-port-numbers).</summary>
    public const int UsualPort = 7333;

    private const string Hint = "Write 127.0.0.1:7333, [::1]:7333 or 0.0.0.0:7333.";

    /// <summary>Whether only this machine can reach it.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Address.IsIPv4MappedToIPv6 ? Address.MapToIPv4() : Address);

    /// <summary>Reads one.</summary>
    /// <exception cref="RequestException">It is none.</exception>
    public static ListenAddress Parse(string text)
    {
        int colon = text.LastIndexOf(':');
        bool hasPort = colon >= 0 && text.IndexOf(':', StringComparison.Ordinal) == colon || text.Contains("]:", StringComparison.Ordinal);
        string host = hasPort ? text[..colon] : text;
        int port = UsualPort;
        if (hasPort && !(int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= IPEndPoint.MaxPort))
        {
            throw Wrong(text, $"\"{text[(colon + 1)..]}\" is no port.");
        }

        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return new ListenAddress(IPAddress.Loopback, port);
        }

        return IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) ? new ListenAddress(address, port) : throw Wrong(text, $"\"{host}\" is no address of this machine.");
    }

    private static RequestException Wrong(string text, string message) => new(new Problem(ErrorCode.Usage, message, Hint, text));
}
