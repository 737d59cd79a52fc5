using LocalRig.Engines;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.Core.Tests.Planning;

/// <summary>Plans beside what llama.cpp printed on people's machines, builds b9849 to b11146 of summer and autumn 2026 on Vulkan.</summary>
public class PublicLogTests
{
    private const double Printed = 0.011; // MiB: logs print two decimals

    /// <summary>The first of them, on Vulkan; <see cref="LoggedPartTests"/> has all, part by part.</summary>
    public static TheoryData<int> Logs => [.. PublicLog.All.Select((l, i) => (l, i)).Take(17).Where(x => x.l.PlannedAs.Length > 0 && x.l.PlannedAs != "GLM-5.2").Select(x => x.i)];

    private static PublicLog Log(int line) => PublicLog.All.ElementAt(line);

    private static MemoryPlan Plan(PublicLog log)
    {
        Rig rig = new()
        {
            Name = "a card",
            Devices = [new Device { Name = "gpu0", Backend = Backend.Vulkan, Memory = ByteSize.FromGibibytes(1024) }],
            Host = new Host { Memory = ByteSize.FromGibibytes(1024) },
        };
        PlanQuestion question = new()
        {
            Workload = new Workload
            {
                Context = log.Context,
                Microbatch = log.Microbatch,
                Parallel = log.Slots,
                KvUnified = log.Unified,
                RecurrentSequences = log.Speculates ? 2 : 0,
            },
            Placement = new PlacementRequest { GpuLayers = log.Layers.OnDevices < log.Layers.Of ? LayerChoice.Of(log.Layers.OnDevices) : LayerChoice.All },
        };
        return new Planner(new LlamaCppEngine(LlamaCppProfile.V050)).Sketch(log.ToModel(), question, rig);
    }

    [Theory, MemberData(nameof(Logs))]
    public void Caches_states_and_rows_of_logits_are_what_was_printed(int line)
    {
        PublicLog log = Log(line);
        MemoryPlan plan = Plan(log);
        Assert.Equal(log.Mebibytes("kv", "Vulkan"), plan.Devices[0].Parts.KvCache.Mebibytes, Printed);
        Assert.Equal(log.Mebibytes("kv", "CPU"), plan.Devices[1].Parts.KvCache.Mebibytes, Printed);
        Assert.Equal(log.Mebibytes("rs", "Vulkan"), plan.Devices[0].Parts.RecurrentState.Mebibytes, Printed);
        Assert.Equal(log.Mebibytes("rs", "CPU"), plan.Devices[1].Parts.RecurrentState.Mebibytes, Printed);
        Assert.Equal(log.Mebibytes("output", "Vulkan_Host"), plan.Devices[1].Parts.Output.Mebibytes, Printed);
    }

    /// <summary>Files were given by their size, whose last digit is 0.01 GiB; the mixes of four of them put tensors of other types on the host.</summary>
    [Theory, MemberData(nameof(Logs))]
    public void Weights_are_within_half_a_percent_of_what_was_printed(int line)
    {
        PublicLog log = Log(line);
        double seen = log.Mebibytes("model", "Vulkan") + log.Mebibytes("model", "CPU");
        double planned = Plan(log).Devices.Sum(d => d.Parts.Weights.Mebibytes);
        Assert.InRange(planned / seen, 0.995, 1.005);
    }

    /// <summary>Scratch of plain recipes is what was printed. A publisher's mix copies weights of types that its size doesn't tell: it is up to a
    /// tenth more on partly offloaded cards; Gemma 4 E4B's quantization-aware file is 1.5 % above the plan.</summary>
    [Theory, MemberData(nameof(Logs))]
    public void Scratch_is_what_was_printed_for_recipes_and_not_below_for_mixes(int line)
    {
        PublicLog log = Log(line);
        MemoryPlan plan = Plan(log);
        double seen = log.Mebibytes("compute", "Vulkan");
        bool isRecipe = log.Quant is "Q4_K_M" or "Q4_0" && log.PlannedAs != "gemma-4-E4B";
        Assert.InRange(plan.Devices[0].Parts.Compute.Mebibytes, seen * (isRecipe ? 0.9999 : 0.98), seen * (isRecipe ? 1.0001 : 1.1));
        Assert.Equal(log.Mebibytes("compute", "Vulkan_Host"), plan.Devices[1].Parts.Compute.Mebibytes, 2 * Printed);
    }

    /// <summary>Qwen3.8-27B with its prediction head drafting two tokens (b9849 and b11146): 512 MiB of cache, 448.88 of states and 560.06 of scratch
    /// for the model; 32 and 520.06 MiB for the head's own context.</summary>
    [Theory, InlineData(8), InlineData(9)]
    public void A_drafting_heads_own_context_is_part_of_the_plan(int line)
    {
        PublicLog log = Log(line);
        Rig rig = new() { Name = "a card", Devices = [new Device { Name = "gpu0", Backend = Backend.Vulkan, Memory = ByteSize.FromGibibytes(24) }], Host = new Host { Memory = ByteSize.FromGibibytes(64) } };
        PlanQuestion question = new()
        {
            Workload = new Workload { Context = log.Context, Microbatch = log.Microbatch, Speculation = Speculation.DraftMtp, DraftMost = 2, Mtp = true },
            Placement = new PlacementRequest { GpuLayers = LayerChoice.All },
        };
        DeviceAllocation card = new Planner(new LlamaCppEngine(LlamaCppProfile.V050)).Sketch(log.ToModel(withMtp: true), question, rig).Devices[0].Parts;
        Assert.Equal(512.0 + 32.0, card.KvCache.Mebibytes, Printed);
        Assert.Equal(448.88, card.RecurrentState.Mebibytes, Printed);
        Assert.InRange(card.Compute.Mebibytes, 560.06 + 520.06 - Printed, (568.18 + 520.06) * 1.02);
    }
}
