using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace LocalRig.Web.Api;

/// <summary>Lets as many answers be worked out at once as there are cores; some wait, in order; the rest is turned away at once.</summary>
/// <param name="most">At once.</param>
/// <param name="waiting">Waiting.</param>
internal sealed class AnswerGate(int most, int waiting) : IDisposable
{
    private const int RetryAfter = 1; // the queue is worked off in less: 256 plans take 0.2 s

    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions { PermitLimit = most, QueueLimit = waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });

    /// <summary>A turn; give it back when done.</summary>
    /// <exception cref="HttpProblemException">Too many wait.</exception>
    public async ValueTask<RateLimitLease> EnterAsync(CancellationToken cancellation)
    {
        RateLimitLease lease = await _limiter.AcquireAsync(1, cancellation).ConfigureAwait(false);
        if (lease.IsAcquired)
        {
            return lease;
        }

        lease.Dispose();
        throw new HttpProblemException(HttpProblem.Of(StatusCodes.Status503ServiceUnavailable, "Too many answers are being worked out at once.", "Ask again in a moment.") with { RetryAfter = RetryAfter });
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}
