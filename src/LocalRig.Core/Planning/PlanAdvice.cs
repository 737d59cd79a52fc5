namespace LocalRig.Planning;

/// <summary>A plan's verdict in one or two sentences, with the first thing to change where it doesn't fit.</summary>
internal static class PlanAdvice
{
    public static string For(MemoryPlan plan)
    {
        DevicePlan worst = plan.Devices.MinBy(d => d.Headroom)!;
        string room = worst.Headroom.ToString();
        return plan.Verdict switch
        {
            Verdict.Comfortable => $"It fits with {room} to spare on {worst.Name}.",
            Verdict.Tight => $"It fits, but only {room} is left on {worst.Name}; under {plan.Margin}, other programs may push it out.",
            Verdict.Spills => $"It runs, but {OnHost(plan)} from main memory, which is slower.",
            _ => $"It doesn't fit: {worst.Name} lacks {new Units.ByteSize(-worst.Headroom.Bytes)}. {FirstChange(plan)}",
        };
    }

    private static string OnHost(MemoryPlan plan)
    {
        int layers = plan.OffloadableLayers - plan.Placement.GpuLayers;
        return layers > 0
            ? $"{layers} of {plan.OffloadableLayers} layers{(plan.Placement.CpuMoeLayers > 0 ? " and all other experts" : "")} work"
            : $"the experts of {plan.Placement.CpuMoeLayers} layers work";
    }

    private static string FirstChange(MemoryPlan plan) =>
        plan.MaxContext > 0 ? $"With -c {plan.MaxContext} it would."
        : !plan.Question.Placement.GpuLayers.IsAuto && plan.Placement.GpuLayers > 0 ? "Leave -ngl out and LocalRig places what fits."
        : "Take a smaller quantization or a smaller model.";
}
