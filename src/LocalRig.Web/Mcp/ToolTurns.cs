using System.Threading.RateLimiting;
using LocalRig.Contract;

namespace LocalRig.Web.Mcp;

/// <summary>When a tool's answer is worked out: so many at once, some wait.</summary>
/// <param name="most">At once.</param>
/// <param name="waiting">Waiting.</param>
internal sealed class ToolTurns(int most, int waiting) : IDisposable
{
    private const int UsuallyWaiting = 64; // a model asks one thing after the other

    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions { PermitLimit = most, QueueLimit = waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });

    /// <summary>As many turns as there are cores.</summary>
    public ToolTurns()
        : this(Math.Max(2, Environment.ProcessorCount), UsuallyWaiting) { }

    /// <summary>A turn; give it back when done.</summary>
    /// <exception cref="RequestException">Too many wait.</exception>
    public async ValueTask<IDisposable> EnterAsync(CancellationToken cancellation)
    {
        RateLimitLease lease = await _limiter.AcquireAsync(1, cancellation).ConfigureAwait(false);
        return lease.IsAcquired ? lease : throw new RequestException(new Problem(ErrorCode.Limit, "Too many answers are being worked out at once.", "Ask again in a moment."));
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}
