using LocalRig.Forecasting;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Advice.Needs;

/// <summary>Searches the memory bandwidth a speed of answers asks for.</summary>
internal static class BandwidthSearch
{
    private const int MostGigabytesPerSecond = 20_000; // above any memory sold: HBM3e of a B200 has 8,000 GB/s (NVIDIA's data sheet)

    /// <summary>What a speed needs of a machine of a kind.</summary>
    /// <param name="kind">Where the model is.</param>
    /// <param name="search">Plans for that kind.</param>
    /// <param name="size">Memory enough.</param>
    /// <param name="tokensPerSecond">The speed of answers wanted.</param>
    public static BandwidthNeed Of(MemoryKind kind, MemorySearch search, ByteSize size, double tokensPerSecond)
    {
        MemoryPlan plan = search.At(size, Bandwidth.FromGigabytesPerSecond(1));
        RateForecast At(int gigabytes) => Forecaster.Default.Of(WithBandwidth(plan, Bandwidth.FromGigabytesPerSecond(gigabytes))).Decode;

        // The ceiling is bandwidth over the bytes a token reads, so one value gives all.
        double atLeast = tokensPerSecond / At(1).Ceiling;
        int? likely = Least(g => At(g).TokensPerSecond >= tokensPerSecond);
        int? sure = Least(g => At(g).Low >= tokensPerSecond);
        return new BandwidthNeed(kind, Bandwidth.FromGigabytesPerSecond(atLeast), InGigabytes(likely), InGigabytes(sure), plan.Rig.Name);
    }

    private static Bandwidth? InGigabytes(int? rate) => rate is int known ? Bandwidth.FromGigabytesPerSecond(known) : null;

    private static MemoryPlan WithBandwidth(MemoryPlan plan, Bandwidth bandwidth) =>
        plan with
        {
            Rig = plan.Rig.Devices.IsEmpty
                ? plan.Rig with { Host = plan.Rig.Host with { Bandwidth = bandwidth } }
                : plan.Rig with { Devices = [plan.Rig.Devices[0] with { Bandwidth = bandwidth }] },
        };

    /// <summary>The least whole number of GB/s for which a condition holds that stays true once true; null when none does.</summary>
    private static int? Least(Func<int, bool> holds)
    {
        if (!holds(MostGigabytesPerSecond))
        {
            return null;
        }

        int low = 0;
        int high = MostGigabytesPerSecond;
        while (high - low > 1)
        {
            int middle = low + (high - low) / 2;
            (low, high) = holds(middle) ? (low, middle) : (middle, high);
        }

        return high;
    }
}
