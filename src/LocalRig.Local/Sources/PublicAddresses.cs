using System.Net;
using System.Net.Http;
using System.Net.Sockets;

namespace LocalRig.Local.Sources;

/// <summary>Addresses of the public internet, as IANA's special-purpose registries leave them. Whoever asks a server for a model must not reach what only the server
/// reaches: its own ports, its neighbours, a cloud's metadata.</summary>
internal static class PublicAddresses
{
    // iana.org/assignments/iana-ipv4-special-registry, whole of what is not globally reachable, and multicast.
    private static readonly IPNetwork[] Closed4 =
    [
        .. Networks(
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
            "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
    ];

    // All global unicast there is (RFC 4291), but for what embeds other addresses or is for documentation (iana-ipv6-special-registry).
    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] Closed6 = [.. Networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")];

    /// <summary>Whether an address is one of the public internet.</summary>
    public static bool Has(IPAddress address)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetwork ? !Closed4.Any(n => n.Contains(plain)) : Global6.Contains(plain) && !Closed6.Any(n => n.Contains(plain));
    }

    /// <summary>Connects to a server by one of its public addresses: looked up once, so that what was checked is what is connected to.</summary>
    /// <exception cref="PrivateAddressException">It has none.</exception>
    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        IPAddress[] all = IPAddress.TryParse(context.DnsEndPoint.Host, out IPAddress? literal) ? [literal] : await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancel).ConfigureAwait(false);
        IPAddress[] open = [.. all.Where(Has)];
        if (open.Length == 0)
        {
            throw new PrivateAddressException(context.DnsEndPoint.Host);
        }

        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, context.DnsEndPoint.Port, cancel).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static IEnumerable<IPNetwork> Networks(params string[] texts) => texts.Select(t => IPNetwork.Parse(t));
}

/// <summary>A server that has no address of the public internet where only those may be asked.</summary>
/// <param name="host">Its name.</param>
internal sealed class PrivateAddressException(string host) : IOException($"{host} is no server of the public internet.");
