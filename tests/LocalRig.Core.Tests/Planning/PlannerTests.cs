using LocalRig.Planning;
using LocalRig.Units;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.Core.Tests.Planning;

public class PlannerTests
{
    private static MemoryPlan Plan(Rigs.Rig rig, PlacementRequest? placement = null, bool experts = false, int context = 8192) =>
        new Planner(new PlainEngine()).Plan(
            Samples.Model(experts), new PlanQuestion { Workload = new Workload { Context = context }, Placement = placement ?? new() }, rig);

    [Fact]
    public void Auto_puts_everything_on_a_device_that_holds_it()
    {
        MemoryPlan plan = Plan(Samples.Rig(8));
        Assert.Equal(Samples.Layers + 1, plan.Placement.GpuLayers);
        Assert.Equal(0, plan.Placement.CpuMoeLayers);
        Assert.Equal(Verdict.Comfortable, plan.Verdict);
    }

    [Fact]
    public void Auto_moves_the_fewest_layers_and_leaves_the_margin()
    {
        MemoryPlan plan = Plan(Samples.Rig(2.5));
        Assert.True(plan.Devices[0].Headroom >= plan.Margin);
        PlacementRequest oneMore = new() { GpuLayers = LayerChoice.Of(plan.Placement.GpuLayers + 1) };
        Assert.True(Plan(Samples.Rig(2.5), oneMore).Devices[0].Headroom < plan.Margin);
        Assert.Equal(Verdict.Spills, plan.Verdict);
    }

    [Theory]
    [InlineData(8, true)] // chosen
    [InlineData(8, false)] // as asked
    public void Keeping_experts_on_the_host_moves_nothing_of_a_model_that_has_none(double gibibytes, bool chosen)
    {
        MemoryPlan plain = Plan(Samples.Rig(gibibytes));
        MemoryPlan plan = Plan(Samples.Rig(gibibytes), new PlacementRequest { GpuLayers = chosen ? LayerChoice.Auto : LayerChoice.All, CpuMoeLayers = LayerChoice.All });
        Assert.Equal(plain.Verdict, plan.Verdict);
        Assert.Equal(plain.Advice, plan.Advice);
        Assert.Contains(plan.Because, b => b.Formula.Contains("has no experts", StringComparison.Ordinal));
    }

    [Fact]
    public void Auto_moves_experts_before_attention()
    {
        MemoryPlan plan = Plan(Samples.Rig(2.5), experts: true);
        Assert.Equal(Samples.Layers + 1, plan.Placement.GpuLayers);
        Assert.InRange(plan.Placement.CpuMoeLayers, 1, Samples.Layers - 1);
        Assert.True(plan.Devices[0].Headroom >= plan.Margin);
        PlacementRequest oneLess = new() { CpuMoeLayers = LayerChoice.Of(plan.Placement.CpuMoeLayers - 1), GpuLayers = LayerChoice.All };
        Assert.True(Plan(Samples.Rig(2.5), oneLess, experts: true).Devices[0].Headroom < plan.Margin);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(9)]
    public void Asked_layers_are_kept_even_where_they_do_not_fit(int layers)
    {
        MemoryPlan plan = Plan(Samples.Rig(0.5), new PlacementRequest { GpuLayers = LayerChoice.Of(layers) }, experts: true);
        Assert.Equal(layers, plan.Placement.GpuLayers);
        Assert.Equal(0, plan.Placement.CpuMoeLayers);
    }

    [Fact]
    public void All_layers_means_all()
    {
        MemoryPlan plan = Plan(Samples.Rig(0.5), new PlacementRequest { GpuLayers = LayerChoice.All }, experts: true);
        Assert.Equal(Samples.Layers + 1, plan.Placement.GpuLayers);
        Assert.Equal(0, plan.Placement.CpuMoeLayers);
        Assert.Equal(Verdict.DoesNotFit, plan.Verdict);
    }

    [Fact]
    public void Without_devices_the_processor_does_it_all()
    {
        MemoryPlan plan = Plan(Samples.Rig());
        Assert.Single(plan.Devices);
        Assert.Equal("host", plan.Devices[0].Name);
        Assert.Equal(0, plan.Placement.GpuLayers);
        Assert.Equal(Verdict.Comfortable, plan.Verdict);
    }

    [Fact]
    public void Memory_shared_with_the_host_counts_once_on_each_side()
    {
        Rigs.Rig rig = Samples.Rig(16);
        rig = rig with { Devices = [rig.Devices[0] with { SharesHostMemory = true }], Host = rig.Host with { Memory = ByteSize.FromGibibytes(16) } };
        MemoryPlan plan = Plan(rig);
        Assert.Equal(plan.Devices[0].Total, plan.Host.SharedElsewhere);
        Assert.Equal(plan.Host.Usable - plan.Host.Total - plan.Devices[0].Total, plan.Host.Headroom);
    }

    [Fact]
    public void Context_zero_means_what_the_model_was_trained_for() =>
        Assert.Equal(Samples.Trained, Plan(Samples.Rig(8), context: 0).Question.Workload.Context);

    [Fact]
    public void Every_reason_has_a_formula_and_a_source() =>
        Assert.All(Plan(Samples.Rig(2.5)).Because, b => Assert.True(b.Formula.Length > 0 && b.Source.Length > 0 && b.Value.Length > 0));
}
