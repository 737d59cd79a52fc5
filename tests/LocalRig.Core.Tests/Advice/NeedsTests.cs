using System.Collections.Immutable;
using CsCheck;
using LocalRig.Advice;
using LocalRig.Advice.Needs;
using LocalRig.Catalog;
using LocalRig.Core.Tests.Engines.LlamaCpp;
using LocalRig.Devices;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Forecasting;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.Core.Tests.Advice;

public class NeedsTests
{
    private static readonly string[] ModelIds = ["Llama-3.2-1B", "Qwen3.5-9B", "Qwen3-30B-A3B", "gemma-3-12b"];
    private static readonly ByteSize Step = new(ByteSize.BytesPerMebibyte);

    private static PlanQuestion Ask(int context) => new() { Workload = new Workload { Context = context } };

    /// <summary>The law of the answer, checked with plans made here, on machines described here.</summary>
    [Fact]
    public void What_is_needed_fits_and_one_MiB_less_does_not() =>
        Gen.Select(Gen.Int[0, 3].Select(i => ModelIds[i]), Gen.Int[1, 16]).Sample((id, steps) =>
        {
            Model model = ModelCatalog.Default.Get(id).ToModel("Q4_K_M");
            PlanQuestion question = Ask(4096 * steps);
            foreach (MemoryNeed need in new NeedsAdvisor(new LlamaCppEngine(), question, null).Memory(model).Memory)
            {
                MemoryPlan At(ByteSize size)
                {
                    LayerChoice experts = need.Kind == MemoryKind.CardAndExperts ? LayerChoice.All : LayerChoice.Of(0);
                    PlanQuestion all = question with { Placement = new PlacementRequest { GpuLayers = LayerChoice.All, CpuMoeLayers = experts } };
                    return new Planner(new LlamaCppEngine()).Sketch(model, all, Machine(need.Kind, size));
                }

                Assert.NotEqual(Verdict.DoesNotFit, At(need.Smallest).Verdict);
                Assert.Equal(Verdict.DoesNotFit, At(need.Smallest - Step).Verdict);
                Assert.True(At(need.Comfortable).Devices.All(d => d.Headroom >= At(need.Comfortable).Margin));
                Assert.Contains(At(need.Comfortable - Step).Devices, d => d.Headroom < need.Plan.Margin);
                Assert.True(need.Sold is null || need.Sold >= need.Comfortable);
            }
        }, iter: 8);

    /// <summary>What real llama.cpp allocated on the processor, and the process's own share, rounded up to whole MiB.</summary>
    [Fact]
    public void A_processor_needs_what_llama_cpp_allocated()
    {
        RecordedCell[] cells = [.. RecordedCell.ReadAll().Where(c => c.Suite is "A-cpu" or "B-cpu" && c.Placement.KvOffload).Where((_, i) => i % 12 == 0).Take(24)];
        Assert.True(cells.Length >= 12, $"{cells.Length} cells");
        foreach (RecordedCell cell in cells)
        {
            PlanQuestion question = new() { Workload = cell.Workload, Placement = new PlacementRequest { Fixed = cell.Placement } };
            QuantNeed need = new NeedsAdvisor(new LlamaCppEngine(LlamaCppProfile.V050), question, Backend.Cpu).Memory(cell.Model);
            ByteSize expected = (new ByteSize((long)cell.Row["total_bytes"]!) + RuntimeMemory.OfHost.Likely).AlignUp(Step.Bytes);
            Assert.Equal(expected, Assert.Single(need.Memory).Smallest);
        }
    }

    [Theory]
    [InlineData("Llama-3.1-8B", 20)]
    [InlineData("Qwen3.5-27B", 30)]
    [InlineData("Qwen3-30B-A3B", 60)]
    public void Bandwidth_brings_the_speed_and_one_GB_a_second_less_does_not(string id, double wanted)
    {
        Model model = ModelCatalog.Default.Get(id).ToModel("Q4_K_M");
        NeedsAdvisor advisor = new(new LlamaCppEngine(), Ask(8192), null);
        foreach (BandwidthNeed need in advisor.Bandwidths(model, advisor.Memory(model), wanted))
        {
            RateForecast At(double gigabytes)
            {
                Rig rig = Machine(need.Kind, ByteSize.FromGibibytes(128), Bandwidth.FromGigabytesPerSecond(gigabytes));
                return new Configuration(new LlamaCppEngine(), model, Ask(8192) with { Placement = new PlacementRequest { GpuLayers = LayerChoice.All } }, rig).Sketch().Forecast!.Decode;
            }

            Assert.Equal(wanted, At(need.AtLeast.GigabytesPerSecond).Ceiling, wanted * 1e-6);
            double likely = Assert.NotNull(need.Likely).GigabytesPerSecond;
            Assert.True(At(likely).TokensPerSecond >= wanted && At(likely - 1).TokensPerSecond < wanted, $"{need.Machine}: {likely}");
            Assert.True(need.AtLeast < need.Likely && (need.Sure is null || need.Likely <= need.Sure));
        }
    }

    [Fact]
    public void Machines_named_hold_it_and_no_smaller_version_does()
    {
        Model model = ModelCatalog.Default.Get("Qwen3.5-27B").ToModel("Q4_K_M");
        ImmutableArray<ImmutableArray<Rig>> families = [.. Cards("rtx-3060-12-gb"), .. Cards("rtx-3090"), .. Cards("rtx-4060-ti-8-gb"), .. Cards("gtx-1050-ti")];
        ImmutableArray<FittingRig> found = new RigChoice(new LlamaCppEngine(), Ask(8192), _ => new HardwareCost([], "")).Of(model, families.Select(f => f.AsEnumerable()), 10);
        Assert.Equal(["rtx-3090", "2x rtx-3060-12-gb", "4x rtx-4060-ti-8-gb"], found.Select(f => f.Rig.Name).OrderBy(n => n.Length));
        foreach (FittingRig rig in found)
        {
            MemoryPlan plan = new Planner(new LlamaCppEngine()).Plan(model, Ask(8192), rig.Rig);
            Assert.Equal(0, plan.Placement.CpuMoeLayers);
            Assert.True(plan.Devices.All(d => d.Headroom >= ByteSize.Zero));
            Assert.True(rig.Plan.Forecast!.Decode.TokensPerSecond >= 10);
            foreach (Rig smaller in families.Single(f => f.Contains(rig.Rig)).TakeWhile(r => r != rig.Rig))
            {
                PlanQuestion all = Ask(8192) with { Placement = new PlacementRequest { GpuLayers = LayerChoice.All } };
                Assert.Equal(Verdict.DoesNotFit, new Planner(new LlamaCppEngine()).Sketch(model, all, smaller).Verdict);
            }
        }
    }

    [Fact]
    public void A_small_card_does_it_with_experts_in_main_memory()
    {
        Model model = ModelCatalog.Default.Get("Qwen3-30B-A3B").ToModel("Q4_K_M");
        ImmutableArray<FittingRig> found = new RigChoice(new LlamaCppEngine(), Ask(8192), _ => new HardwareCost([], "")).Of(model, Cards("rtx-3060-12-gb").Select(f => f.AsEnumerable()), null);
        FittingRig split = Assert.Single(found, f => f.Rig.Devices.Length == 1);
        Assert.True(split.ExpertsOnHost);
        Assert.Equal(Verdict.Spills, split.Plan.Verdict);
        Assert.Single(found, f => f.Rig.Devices.Length == 2 && !f.ExpertsOnHost);
    }

    private static IEnumerable<ImmutableArray<Rig>> Cards(string id) =>
    [
        [
            .. ((int[])[1, 2, 4]).Select(n => new Rig
            {
                Name = n == 1 ? id : $"{n}x {id}",
                Devices = [.. Enumerable.Range(0, n).Select(i => DeviceCatalog.Default.Device(id, $"gpu{i}")!)],
                Host = new Host { Memory = ByteSize.FromGibibytes(64) },
            }),
        ],
    ];

    private static Rig Machine(MemoryKind kind, ByteSize size, Bandwidth? bandwidth = null) =>
        new()
        {
            Name = "described in a test",
            Devices = kind switch
            {
                MemoryKind.Processor => [],
                MemoryKind.Unified => [new Device { Name = "gpu0", Backend = Backend.Metal, Memory = size, SharesHostMemory = true, Bandwidth = bandwidth }],
                _ => [new Device { Name = "gpu0", Backend = Backend.Cuda, ComputeCapability = 86, Memory = size, Bandwidth = bandwidth }],
            },
            Host = new Host
            {
                Memory = kind is MemoryKind.Processor or MemoryKind.Unified ? size : ByteSize.FromGibibytes(1024),
                Bandwidth = kind == MemoryKind.Processor ? bandwidth : null,
            },
        };
}
