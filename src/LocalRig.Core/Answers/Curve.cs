using System.Collections.Immutable;
using LocalRig.Forecasting;
using LocalRig.Planning;
using LocalRig.Units;

namespace LocalRig.Answers;

/// <summary>Memory and speed against context.</summary>
/// <param name="Points">One plan per context, shortest first, all of one model in one quantization; at least one.</param>
/// <param name="ByUsers">One plan per number of users at once, one user first, each with the context that was asked for; empty where no speed is known.</param>
public sealed record Curve(ImmutableArray<MemoryPlan> Points, ImmutableArray<MemoryPlan> ByUsers)
{
    // Where a doubling of the users adds less than half of what it could to the total, waiting in turn would cost each little more: our choice.
    private const double WorthDoubling = 1.5;

    /// <summary>The number of users beyond which no doubling of them adds half as much again to the total; null where that lies beyond what was measured.</summary>
    public int? Knee
    {
        get
        {
            for (int i = ByUsers.Length - 1; i > 0; i--)
            {
                if (Total(ByUsers[i]).TokensPerSecond >= WorthDoubling * Total(ByUsers[i - 1]).TokensPerSecond)
                {
                    return i < ByUsers.Length - 1 ? ByUsers[i].Question.Workload.Parallel : null;
                }
            }

            return ByUsers.IsEmpty ? null : 1;
        }
    }

    /// <summary>Tokens per second of all users of a plan together.</summary>
    public static RateForecast Total(MemoryPlan plan) => plan.Forecast!.Users?.Total ?? plan.Forecast.Decode;

    /// <summary>Tokens per second of each user of a plan.</summary>
    public static RateForecast Each(MemoryPlan plan) => plan.Forecast!.Users?.Each ?? plan.Forecast.Decode;

    /// <summary>Bytes a plan takes on devices, or in main memory where there are none.</summary>
    public static ByteSize Used(MemoryPlan plan) => new(Places(plan).Sum(d => d.Total.Bytes));

    /// <summary>Bytes there are for it.</summary>
    public static ByteSize Usable(MemoryPlan plan) => new(Places(plan).Sum(d => d.Usable.Bytes));

    /// <summary>Tokens of an answer per second; 0 where it isn't known.</summary>
    public static double Rate(MemoryPlan plan) => plan.Forecast?.Decode.TokensPerSecond ?? 0;

    private static IEnumerable<DevicePlan> Places(MemoryPlan plan) => plan.Rig.Devices.IsEmpty ? [plan.Host] : plan.AsLoaded.Devices.Take(plan.Rig.Devices.Length);
}
