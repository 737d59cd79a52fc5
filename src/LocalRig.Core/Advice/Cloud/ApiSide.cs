using LocalRig.Prices;

namespace LocalRig.Advice.Cloud;

/// <summary>One provider's offer in the comparison.</summary>
/// <param name="Price">What it asks, as published.</param>
/// <param name="Name">What to call it beside the others.</param>
/// <param name="Rate">Units of the answer's currency for one of the price's.</param>
/// <param name="AgeDays">The price's age at most; 0 for one the user gave.</param>
/// <param name="Stale">Whether it is too old to trust.</param>
public sealed record ApiSide(ApiPrice Price, string Name, double Rate, int AgeDays, bool Stale)
{
    private const double Million = 1e6;

    /// <summary>What a day costs: tokens read, read from cache (at the full price where none is published for it) and written.</summary>
    public double PerDay(DailyTokens tokens)
    {
        double cached = (double)(Price.CacheRead ?? Price.Input);
        double read = tokens.Fresh * (double)Price.Input + tokens.Read * tokens.CachedShare * cached;
        return (read + tokens.Written * (double)Price.Output) / Million * Rate;
    }
}
