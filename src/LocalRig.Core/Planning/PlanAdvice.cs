using System.Globalization;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Planning;

/// <summary>A plan's verdict in one or two sentences, with the first thing to change where it doesn't fit.</summary>
internal static class PlanAdvice
{
    public static string For(MemoryPlan plan)
    {
        DevicePlan worst = plan.AsLoaded.Devices.MinBy(d => d.Headroom)!;
        string room = worst.Headroom.ToString();
        string verdict = plan.Verdict switch
        {
            Verdict.Comfortable => $"It fits with {room} to spare on {worst.Name}.",
            Verdict.Tight when plan.GivesUpPipelining => $"It loads at the second try: the devices lack the memory to run pipelined, llama.cpp says so and goes on without, which leaves {room} on {worst.Name}. {SlowerPrompts}",
            Verdict.Tight => $"It fits, but only {room} is left on {worst.Name}; under {plan.Margin}, other programs may push it out.",
            Verdict.Spills => $"It runs, but with {OnHost(plan)} in main memory, which is slower.",
            Verdict.Unknown when worst.Headroom < ByteSize.Zero => $"Whether it fits can't be said: at the most, {worst.Name} lacks {new ByteSize(-worst.Headroom.Bytes)}; at the least, everything fits. {FirstChange(plan)}",
            Verdict.Unknown => "Whether it fits can't be said: not all of it could be counted.",
            _ => $"{worst.Name} lacks {new ByteSize(-worst.Headroom.Bytes)}. {FirstChange(plan)}",
        };
        return BeyondTraining(plan) is { } beyond ? $"{verdict} {beyond}" : verdict;
    }

    // Qwen3-Coder-30B-A3B on two RTX 3060, b10644: a prompt of 30,475 tokens at 1,970 tok/s with 81,920 tokens of context, pipelined, and at 1,883 with 90,112, where it wasn't
    // (github.com/AdarGit008/mcgyvr-lab, records/evidence/2026-10-01-rpc-split/ctx-fine.tsv).
    private const string SlowerPrompts = "Prompts are read a little slower then (4 % on two RTX 3060).";

    /// <summary>What a context does that is longer than the model was trained for: llama-server keeps memory for all of it and lets a request use no more than the header's
    /// length (llama.cpp tools/server/server-context.cpp, load_model: "the slot context exceeds the training context of the model - capping").</summary>
    private static string? BeyondTraining(MemoryPlan plan)
    {
        Workload workload = plan.Question.Workload;
        int each = workload.KvUnified ? workload.Context : workload.Context / Math.Max(1, workload.Parallel);
        return ContextLimit.TrainedContext(plan.Model) is int trained && trained > 0 && each > trained
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"The model was trained for {trained:N0} tokens: llama-server lets a request use no more, and the memory for the rest lies idle. More takes stretched positions (YaRN, where its card tells how) and --override-kv {plan.Model.Metadata.Architecture}.context_length=int:{each}.")
            : null;
    }

    private static string OnHost(MemoryPlan plan)
    {
        int layers = plan.OffloadableLayers - plan.Placement.GpuLayers;
        string experts = $"the experts of {plan.Placement.CpuMoeLayers} layers";
        string named = "the tensors that -ot names";
        return !plan.Placement.Overrides.SendToHost ? PlacedByLayer()
            : layers == 0 && !plan.ExpertsOnHost ? named
            : $"{PlacedByLayer()} and {named}";

        string PlacedByLayer() => layers == 0 ? experts
            : !plan.ExpertsOnHost ? $"{layers} of {plan.OffloadableLayers} layers"
            : $"{layers} of {plan.OffloadableLayers} layers and {experts}";
    }

    private static string FirstChange(MemoryPlan plan) =>
        plan.MaxContext > 0 ? $"With -c {plan.MaxContext} it would."
        : !plan.Question.Placement.GpuLayers.IsAuto && plan.Placement.GpuLayers > 0 ? "Leave -ngl out and LocalRig places what fits."
        : "Take a smaller quantization or a smaller model.";
}
