using LocalRig.Catalog;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;
using Xunit;

namespace LocalRig.Core.Tests.Planning;

/// <summary>Several devices and experts that don't all fit: what stays in main memory is what the devices together can't hold.</summary>
public class ExpertSplitTests
{
    [Theory]
    [InlineData("gpt-oss-120b", "MXFP4_MOE", new[] { 24.0, 24.0 })]
    [InlineData("gpt-oss-120b", "MXFP4_MOE", new[] { 24.0, 12.0 })]
    [InlineData("Qwen3.5-122B-A10B", "Q4_K_M", new[] { 24.0, 24.0 })]
    [InlineData("GLM-4.5-Air", "Q4_K_M", new[] { 16.0, 16.0, 16.0 })]
    public void Every_device_is_filled_before_experts_stay_in_main_memory(string name, string quant, double[] gibibytes)
    {
        Model model = ModelCatalog.Default.Get(name).ToModel(quant);
        MemoryPlan plan = Plan(model, new PlanQuestion(), gibibytes);
        Assert.Equal(Verdict.Spills, plan.Verdict);
        long layer = model.Tensors.Tensors.Where(t => t.Name.Contains("_exps", StringComparison.Ordinal)).Sum(t => t.Size.Bytes) / model.Architecture!.Layers.Length;
        foreach (DevicePlan device in plan.Devices[..^1])
        {
            Assert.InRange(device.Headroom.Bytes, plan.Margin.Bytes, plan.Margin.Bytes + 2 * layer);
        }
    }

    [Fact]
    public void A_split_that_was_asked_for_is_kept()
    {
        Model model = ModelCatalog.Default.Get("gpt-oss-120b").ToModel("MXFP4_MOE");
        PlanQuestion asked = new() { Placement = new PlacementRequest { Fixed = new Placement { TensorSplit = [3, 1] } } };
        Assert.Equal([3, 1], Plan(model, asked, [24, 24]).Placement.TensorSplit);
    }

    [Fact]
    public void What_fits_without_experts_in_main_memory_needs_no_split() =>
        Assert.Empty(Plan(ModelCatalog.Default.Get("gpt-oss-20b").ToModel("MXFP4_MOE"), new PlanQuestion(), [24, 24]).Placement.TensorSplit);

    private static MemoryPlan Plan(Model model, PlanQuestion question, double[] gibibytes)
    {
        Rig rig = new()
        {
            Name = "cards",
            Devices = [.. gibibytes.Select((g, i) => new Device { Name = $"gpu{i}", Backend = Backend.Cuda, ComputeCapability = 86, Memory = ByteSize.FromGibibytes(g) })],
            Host = new Host { Memory = ByteSize.FromGibibytes(128) },
        };
        return new Planner(new LlamaCppEngine()).Sketch(model, question, rig);
    }
}
