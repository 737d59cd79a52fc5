using System.Collections.Immutable;
using LocalRig.Planning;
using LocalRig.Units;

namespace LocalRig.Answers;

/// <summary>Memory and speed against context.</summary>
/// <param name="Points">One plan per context, shortest first, all of one model in one quantization; at least one.</param>
public sealed record Curve(ImmutableArray<MemoryPlan> Points)
{
    /// <summary>Bytes a plan takes on devices, or in main memory where there are none.</summary>
    public static ByteSize Used(MemoryPlan plan) => new(Places(plan).Sum(d => d.Total.Bytes));

    /// <summary>Bytes there are for it.</summary>
    public static ByteSize Usable(MemoryPlan plan) => new(Places(plan).Sum(d => d.Usable.Bytes));

    /// <summary>Tokens of an answer per second; 0 where it isn't known.</summary>
    public static double Rate(MemoryPlan plan) => plan.Forecast?.Decode.TokensPerSecond ?? 0;

    private static IEnumerable<DevicePlan> Places(MemoryPlan plan) => plan.Rig.Devices.IsEmpty ? [plan.Host] : plan.Devices.Take(plan.Rig.Devices.Length);
}
