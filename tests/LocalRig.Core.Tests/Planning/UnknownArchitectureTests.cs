using LocalRig.Models;
using LocalRig.Planning;
using Xunit;

namespace LocalRig.Core.Tests.Planning;

public class UnknownArchitectureTests
{
    private static Model Unknown()
    {
        Metadata metadata = new(new Dictionary<string, object>
        {
            ["general.architecture"] = "newthing",
            ["newthing.block_count"] = 8L,
            ["newthing.embedding_length"] = 64L,
            ["newthing.attention.head_count"] = 4L,
            ["newthing.attention.head_count_kv"] = 2L,
        });
        return Samples.Model() with { Architecture = null, Metadata = metadata };
    }

    private static MemoryPlan Plan(params double[] gibibytes) => new Planner(new PlainEngine()).Plan(Unknown(), new PlanQuestion(), Samples.Rig(gibibytes));

    [Fact]
    public void Weights_are_exact_and_the_rest_bounded()
    {
        MemoryPlan plan = Plan(8, 8);
        Assert.Equal(Exactness.UnknownArchitecture, plan.Exactness);
        Assert.Equal(plan.Model.Tensors.TotalSize.Bytes, plan.Devices.Sum(d => d.Parts.Weights.Bytes));
        Assert.True(plan.Low < plan.High);
        Assert.Contains("newthing", plan.ExactnessReason);
    }

    [Fact]
    public void Cache_bound_is_all_layers_at_full_context()
    {
        MemoryPlan plan = Plan(8);
        const long Row = 2 * 16 * sizeof(short); // two key/value heads of 64/4 elements in f16
        Assert.Equal(8L * 8192 * 2 * Row, plan.Devices.Sum(d => d.Parts.KvCache.Bytes));
    }

    [Fact]
    public void Placement_is_chosen_for_unknown_architectures_too() =>
        Assert.InRange(Plan(2.5).Placement.GpuLayers, 1, Samples.Layers);
}
