using LocalRig.Forecasting;
using LocalRig.Planning;
using LocalRig.Units;

namespace LocalRig.Advice.Levers;

/// <summary>What a plan lacks, and so what a change is judged by.</summary>
public enum LeverGoal
{
    /// <summary>Nothing: it is comfortable.</summary>
    None,

    /// <summary>Some memory is too small: it should fit at all.</summary>
    Fit,

    /// <summary>It runs partly from main memory: all of it should be on the devices.</summary>
    OnDevices,

    /// <summary>It fits, with less than the margin: the margin should be free.</summary>
    Margin,
}

/// <summary>Measures how far a configuration is from a goal.</summary>
internal static class LeverGoals
{
    public static LeverGoal Of(MemoryPlan plan) =>
        plan.Verdict switch
        {
            Verdict.DoesNotFit or Verdict.Unknown => LeverGoal.Fit,
            Verdict.Spills => LeverGoal.OnDevices,
            Verdict.Tight => LeverGoal.Margin,
            _ => LeverGoal.None,
        };

    public static bool IsReached(this LeverGoal goal, MemoryPlan plan) =>
        goal switch
        {
            LeverGoal.Fit => plan.Verdict.Runs(),
            LeverGoal.OnDevices => plan.Verdict is Verdict.Comfortable or Verdict.Tight,
            LeverGoal.Margin => plan.Verdict == Verdict.Comfortable,
            _ => false,
        };

    /// <summary>Bytes that are missing, summed over the memories that are too small.</summary>
    public static ByteSize Lack(this LeverGoal goal, Configuration configuration, MemoryPlan plan) =>
        goal switch
        {
            LeverGoal.Fit => Missing(plan.AsLoaded.Devices, ByteSize.Zero),
            LeverGoal.OnDevices => Missing(EverythingOnDevices(configuration).AsLoaded.Devices.Take(plan.Rig.Devices.Length), ByteSize.Zero),
            LeverGoal.Margin => Missing(plan.Devices, plan.Margin),
            _ => ByteSize.Zero,
        };

    /// <summary>Minutes a prompt with a typical answer would take if there were memory enough for the goal; null where speed is unknown.</summary>
    public static double? ExpectedMinutes(this LeverGoal goal, Configuration configuration, MemoryPlan plan)
    {
        if (plan.Forecast is null)
        {
            return null;
        }

        PlanQuestion asked = plan.Question;
        MemoryPlan reached = goal == LeverGoal.OnDevices ? EverythingOnDevices(configuration) : plan;
        return Forecaster.Default.Of(plan.Model, asked.Workload, reached.Placement, plan.Rig, asked.Depth, asked.EffectivePromptTokens, asked.Evidence, pipelined: reached.AsLoaded.Effective.PipelineParallel).AnswerMinutes;
    }

    /// <summary>The plan with every layer and expert on the devices, whether it fits or not.</summary>
    public static MemoryPlan EverythingOnDevices(Configuration configuration)
    {
        Configuration all = configuration.WithPlacement(p => p with { GpuLayers = LayerChoice.All, CpuMoeLayers = LayerChoice.Of(0) });
        return new Planner(all.Engine).Sketch(all.Model, all.Question, all.Rig);
    }

    private static ByteSize Missing(IEnumerable<DevicePlan> memories, ByteSize margin) =>
        new(memories.Sum(d => Math.Max(0, (margin - d.Headroom).Bytes)));
}
