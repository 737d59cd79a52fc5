using LocalRig.Catalog;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Questions;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Words;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.Core.Tests.Planning;

/// <summary>All that a loaded server held on a card by the vendor's own tool, beside the plan: the parts as its log printed them, the rest within what
/// LocalRig says driver and libraries take.</summary>
public sealed class HeldMemoryTests
{
    private const double Printed = 0.011; // MiB: logs print two decimals

    /// <summary>Multi-token prediction at 131,072 tokens on 8 GB: github.com/patrickbdevaney/local-agent-bootstrap, INSTALL_LOG.md of commit 227a1cc4,
    /// Phase 3 (llama.cpp of 2026-08-15, RTX 4060 Laptop): 7,031 to 7,053 MiB by nvidia-smi. 3,304,827,200 bytes of file.</summary>
    [Fact]
    public void Drafting_with_the_prediction_head_takes_what_was_seen_on_8_gigabytes()
    {
        Workload workload = new()
        {
            Context = 131072,
            CacheTypeK = TensorType.Q8_0,
            CacheTypeV = TensorType.Q8_0,
            FlashAttention = FlashAttention.On,
            Mtp = true,
            Speculation = Speculation.DraftMtp,
        };
        Model model = ModelCatalog.Default.Get("Qwen3.5-4B").ToModel("UD-Q5_K_XL", new ByteSize(3304827200), withMtp: true);
        MemoryPlan plan = Planned(model, "rtx-4060-laptop", workload, "llama.cpp@2026-08-15");
        DeviceParts card = Parts(plan.Devices[0]);
        Assert.InRange(card.Weights / 3141.27, 0.995, 1.005); // a publisher's mix by its size
        Assert.Equal(497.31, plan.Host.Parts.Weights.Mebibytes, Printed);
        Assert.Equal(2176 + 512, card.Caches, Printed); // the model's, and the head's in 16 bits
        Assert.Equal(201.00, card.States, Printed);
        Assert.Equal(690.28 + (682.02 - 512), card.Scratch, 2 * Printed); // the model's, and the head's beside its cache
        RuntimeMemory held = plan.Devices[0].Runtime;
        Assert.InRange(7031 - card.All, held.Low.Mebibytes, held.High.Mebibytes);
        Assert.InRange(7053 - card.All, held.Low.Mebibytes, held.High.Mebibytes);
        Assert.Equal(7815, plan.Devices[0].Usable.Mebibytes);
        Assert.Equal(Verdict.Tight, plan.Verdict); // about 760 MiB were left of 7,815
    }

    /// <summary>ROCm on an MI355X: github.com/farbodtavakkoli/OTel, inference/llamacpp/llm/README.md of commit eefe5645 (llama.cpp of 2026-08-19, Qwen3.8-27B Q8_0,
    /// 32,768 tokens, four slots by themselves): 32,815,108,096 bytes of the process by rocm-smi after an answer.</summary>
    [Fact]
    public void ROCm_holds_on_an_MI355X_what_the_bounds_say()
    {
        Workload workload = new() { Context = 32768, Parallel = 4, KvUnified = true };
        MemoryPlan plan = Planned(ModelCatalog.Default.Get("Qwen3.8-27B").ToModel("Q8_0"), "mi355x", workload, "llama.cpp@2026-08-19");
        Assert.Equal(25972.29, plan.Devices[0].Parts.Weights.Mebibytes, Printed);
        Assert.Equal(1288.28, plan.Host.Parts.Weights.Mebibytes, Printed);
        double rest = new ByteSize(32815108096).Mebibytes - Parts(plan.Devices[0]).All;
        Assert.InRange(rest, plan.Devices[0].Runtime.Low.Mebibytes, plan.Devices[0].Runtime.High.Mebibytes);
    }

    private static MemoryPlan Planned(Model model, string rig, Workload workload, string engine) =>
        new Planner(EngineProfiles.Default.Find(engine)).Sketch(model, new PlanQuestion { Workload = workload, Placement = new PlacementRequest { GpuLayers = LayerChoice.All } }, RigWords.Read(rig));

    private static DeviceParts Parts(DevicePlan device) =>
        new(device.Parts.Weights.Mebibytes, device.Parts.KvCache.Mebibytes, device.Parts.RecurrentState.Mebibytes, device.Parts.Compute.Mebibytes);

    private readonly record struct DeviceParts(double Weights, double Caches, double States, double Scratch)
    {
        public double All => Weights + Caches + States + Scratch;
    }
}
