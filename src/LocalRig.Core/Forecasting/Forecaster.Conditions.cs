using System.Collections.Immutable;
using LocalRig.Planning;

namespace LocalRig.Forecasting;

/// <content>Conditions beside the law: power limits, and what rests on main memory.</content>
public sealed partial class Forecaster
{
    private Forecast WithConditions(MemoryPlan plan, Forecast forecast) =>
        plan.Rig.Devices.IsEmpty
            ? forecast
            : forecast with { Power = Power(plan, forecast), MainMemory = OnCards(plan) ? null : MainMemory(Asked(plan), plan.Question.EffectiveDepth) };

    private static PowerForecast? Power(MemoryPlan plan, Forecast forecast)
    {
        if (plan.Question.PowerWatts is not int watts)
        {
            return null;
        }

        double?[] usual = [.. new RigFacts(plan.Rig).Devices.Select(d => d.Facts.Watts).Distinct()];
        return PowerForecast.Of(forecast, watts, usual is [double one] ? one : null, OnCards(plan));
    }

    private static bool OnCards(MemoryPlan plan) =>
        !plan.ExpertsOnHost && plan.Placement.KvOffload && plan.Placement.GpuLayers > LayerCount.Blocks(plan.Model);

    private MainMemoryPart? MainMemory(Question question, int depth)
    {
        Staging staging = question.Stages();
        ImmutableArray<Stage> stages = staging.Deal(1, depth, output: true);
        if (!stages.Any(s => s.Device == Stage.Host))
        {
            return null;
        }

        Timing timing = Time(SpeedLaw.Decode, question, stages, staging.Crossings);
        return new MainMemoryPart(timing.Host / timing.Seconds, question.Facts.Host.Bandwidth, !question.Facts.HostBandwidthKnown);
    }
}
