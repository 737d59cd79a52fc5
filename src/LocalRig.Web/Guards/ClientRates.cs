using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using LocalRig.Web.Api;
using Microsoft.AspNetCore.Http;

namespace LocalRig.Web.Guards;

/// <summary>Lets each client ask so many times a second; a client is an address, or a home's network of IPv6.</summary>
internal sealed class ClientRates : IDisposable
{
    private const int HomeBits = 64; // what a provider gives one home at least (RIPE-690)

    private readonly PartitionedRateLimiter<HttpContext>? _limiter;

    /// <summary>Begins to count.</summary>
    /// <param name="limits">How many; none are counted where it says 0.</param>
    public ClientRates(WebLimits limits)
    {
        if (limits.RequestsPerSecond > 0)
        {
            _limiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(context => RateLimitPartition.GetTokenBucketLimiter(Client(context), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = limits.Burst,
                TokensPerPeriod = limits.RequestsPerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
                AutoReplenishment = true,
            }));
        }
    }

    /// <summary>Counts a request.</summary>
    /// <exception cref="HttpProblemException">It is one too many.</exception>
    public void Count(HttpContext context)
    {
        if (_limiter is null)
        {
            return;
        }

        using RateLimitLease lease = _limiter.AttemptAcquire(context);
        if (!lease.IsAcquired)
        {
            int seconds = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 1;
            throw new HttpProblemException(HttpProblem.Of(StatusCodes.Status429TooManyRequests, "You ask more often than this server answers.", $"Ask again in {seconds} s, or send many requests as one batch.") with { RetryAfter = seconds });
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter?.Dispose();

    private static IPAddress Client(HttpContext context)
    {
        IPAddress address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(HomeBits / 8).Clear();
        return new IPAddress(bytes);
    }
}
