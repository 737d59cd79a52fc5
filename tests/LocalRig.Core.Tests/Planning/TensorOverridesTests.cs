using LocalRig.Catalog;
using LocalRig.Engines;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;
using Xunit;

namespace LocalRig.Core.Tests.Planning;

/// <summary>Tensors placed by name, as llama.cpp's -ot reads them; that bytes are llama.cpp's is for <c>RealCardPlanTests</c>.</summary>
public sealed class TensorOverridesTests
{
    [Theory]
    [InlineData("blk.0.ffn_up_exps.weight", "CPU")]
    [InlineData("blk.31.ffn_gate_exps.weight", "CUDA1")]
    [InlineData("blk.31.ffn_up_shexp.weight", null)]
    [InlineData("output.weight", null)]
    public void The_first_pattern_found_in_a_name_counts(string tensor, string? memory) =>
        Assert.Equal(memory, TensorOverrides.Parse([@"blk\.[0-9]\.ffn_.*_exps=CPU,_exps=CUDA1", "up_exps=CUDA0"]).MemoryOf(tensor));

    [Theory]
    [InlineData("exps")]
    [InlineData("=CPU")]
    [InlineData("exps=")]
    [InlineData("ex(ps=CPU")]
    [InlineData("(?=exps)=CPU")]
    [InlineData("(a)\\1=CPU")]
    public void What_is_no_pair_is_refused_with_the_reason(string text) =>
        Assert.Contains('\'', Assert.Throws<FormatException>(() => TensorOverrides.Parse([text])).Message);

    /// <summary>A pattern that takes an engine that tries every way longer than anybody waits.</summary>
    [Fact]
    public void No_pattern_takes_long() =>
        Assert.Null(TensorOverrides.Parse(["^(a+)+$=CPU"]).MemoryOf(new string('a', 100_000) + "!"));

    [Fact]
    public void Experts_by_name_are_what_a_number_of_layers_says()
    {
        Rig rig = new() { Name = "two", Devices = [Card(), Card()], Host = new Host { Memory = ByteSize.FromGibibytes(64) } };
        MemoryPlan named = Plan(new Placement { Overrides = TensorOverrides.Parse([@"blk\.[0-9]\.ffn_(up|down|gate)_exps=CPU"]) }, rig);
        MemoryPlan counted = Plan(new Placement { CpuMoeLayers = 10 }, rig);
        Assert.Equal(counted.Devices.Select(d => d.Parts), named.Devices.Select(d => d.Parts));
        Assert.Equal(counted.Forecast!.Decode.TokensPerSecond, named.Forecast!.Decode.TokensPerSecond);
        Assert.Equal(Verdict.Spills, named.Verdict);
    }

    [Fact]
    public void Other_tensors_in_main_memory_are_counted_and_their_speed_is_not_invented()
    {
        Rig rig = new() { Name = "one", Devices = [Card()], Host = new Host { Memory = ByteSize.FromGibibytes(64) } };
        MemoryPlan plan = Plan(new Placement { Overrides = TensorOverrides.Parse([@"blk\.[0-9]\.attn_q=CPU"]) }, rig);
        Assert.Null(plan.Forecast);
        Assert.True(plan.Host.Parts.Weights > Plan(new Placement(), rig).Host.Parts.Weights);
    }

    [Fact]
    public void A_memory_that_is_not_there_is_named_beside_those_that_are()
    {
        Rig rig = new() { Name = "one", Devices = [Card()], Host = new Host { Memory = ByteSize.FromGibibytes(64) } };
        EngineException wrong = Assert.Throws<EngineException>(() => Plan(new Placement { Overrides = TensorOverrides.Parse(["exps=CUDA3"]) }, rig));
        Assert.Contains("CUDA3, but the memories here are CUDA0, CPU", wrong.Message, StringComparison.Ordinal);
    }

    private static MemoryPlan Plan(Placement placement, Rig rig) =>
        new Planner(new LlamaCppEngine(LlamaCppProfile.V070)).Plan(
            ModelCatalog.Default.Get("Qwen3-30B-A3B").ToModel("recipe:Q4_K_M"),
            new PlanQuestion { Placement = new PlacementRequest { GpuLayers = LayerChoice.All, Fixed = placement, CpuMoeLayers = LayerChoice.Of(placement.CpuMoeLayers) } },
            rig);

    private static Device Card() => new() { Name = "gpu", Backend = Backend.Cuda, Memory = ByteSize.FromGibibytes(24), ComputeCapability = 86, CatalogId = "rtx-3090" };
}
