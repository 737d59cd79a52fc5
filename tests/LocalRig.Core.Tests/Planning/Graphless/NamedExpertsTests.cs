using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LocalRig.Catalog;
using LocalRig.Engines;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.Core.Tests.Planning.Graphless;

/// <summary>Experts stay on the host by their names, whatever the architecture.</summary>
public partial class NamedExpertsTests
{
    private static Rig Cards(int count, double gibibytes, double host = 1024) =>
        new()
        {
            Name = "cards",
            Devices = [.. Enumerable.Range(0, count).Select(i => new Device { Name = $"gpu{i}", Backend = Backend.Cuda, ComputeCapability = 120, Memory = ByteSize.FromGibibytes(gibibytes) })],
            Host = new Host { Memory = ByteSize.FromGibibytes(host) },
        };

    private static MemoryPlan Plan(Model model, Rig rig, PlacementRequest placement, int context = 32768) =>
        new Planner(new LlamaCppEngine()).Plan(model, new PlanQuestion { Workload = new Workload { Context = context }, Placement = placement }, rig);

    /// <summary>llama.cpp's own expression (common.h, LLM_FFN_EXPS_REGEX).</summary>
    [GeneratedRegex(@"\.ffn_(up|down|gate_up|gate)_(ch|)exps")]
    private static partial Regex Experts();

    [Theory]
    [InlineData("GLM-5")]
    [InlineData("DeepSeek-V3.2")]
    [InlineData("Llama-4-Maverick")]
    [InlineData("MiniMax-M2.5")]
    public void The_first_layers_experts_are_the_hosts(string id)
    {
        const int Kept = 7;
        Model model = ModelCatalog.Default.Get(id).ToModel("recipe:Q4_K_M");
        Rig rig = Cards(1, 4096);
        MemoryPlan all = Plan(model, rig, new PlacementRequest { GpuLayers = LayerChoice.All });
        MemoryPlan kept = Plan(model, rig, new PlacementRequest { GpuLayers = LayerChoice.All, CpuMoeLayers = LayerChoice.Of(Kept) });
        long experts = model.Tensors.Tensors
            .Where(t => Experts().IsMatch(t.Name) && int.Parse(t.Name.Split('.')[1], System.Globalization.CultureInfo.InvariantCulture) < Kept)
            .Sum(t => t.Size.Bytes);
        Assert.True(experts > 0);
        Assert.Equal(all.Devices[0].Parts.Weights.Bytes - experts, kept.Devices[0].Parts.Weights.Bytes);
        Assert.Equal(all.Devices[^1].Parts.Weights.Bytes + experts, kept.Devices[^1].Parts.Weights.Bytes);
    }

    [Theory]
    [InlineData("MiniMax-M2.5", 24)]
    [InlineData("Llama-4-Scout", 16)]
    public void An_automatic_placement_keeps_experts_on_the_host_before_layers(string id, double gibibytes)
    {
        MemoryPlan plan = Plan(ModelCatalog.Default.Get(id).ToModel("Q4_K_M"), Cards(1, gibibytes), new PlacementRequest(), 8192);
        Assert.Equal(plan.OffloadableLayers, plan.Placement.GpuLayers);
        Assert.True(plan.Placement.CpuMoeLayers > 0);
        Assert.Equal(Verdict.Spills, plan.Verdict);
    }

    /// <summary>GLM-5.2 UD-Q5_K_XL on four RTX PRO 6000 with -ncmoe 54 -ts 54,9,8,8 (tests/data/memory/public-logs.jsonl, b10505): the cards
    /// held 19,486, 62,690, 55,725 and 44,990 MiB of weights, the host the other 346 GB.</summary>
    [Theory]
    [InlineData(32768)]
    [InlineData(524288)]
    public void A_real_load_of_experts_by_layer_fits_where_it_did(int context)
    {
        PublicLog log = PublicLog.All.Single(l => l.PlannedAs == "GLM-5.2" && l.Context == context);
        MemoryPlan plan = Plan(
            log.ToModel(withMtp: true), Cards(4, 97288 / 1024.0),
            new PlacementRequest { GpuLayers = LayerChoice.All, CpuMoeLayers = LayerChoice.Of(54), Fixed = new Placement { TensorSplit = [54, 9, 8, 8] } }, context);
        Assert.Equal(Verdict.Spills, plan.Verdict);
        for (int card = 0; card < 4; card++)
        {
            Assert.Equal(log.Mebibytes("kv", $"CUDA{card}"), plan.Devices[card].Parts.KvCache.Mebibytes, 2);

            // Of the first card's scratch most are copies of experts, which are of another type in that publisher's mix. The others' is what was
            // printed with half a million tokens; with few, 0.7.0 takes 44 MiB more than that build.
            double scratch = log.Mebibytes("compute", $"CUDA{card}");
            const double More = 44.02;
            Assert.InRange(plan.Devices[card].Parts.Compute.Mebibytes, card == 0 ? 0.8 * scratch : scratch - 0.01, card == 0 ? scratch : scratch + More);
        }

        Assert.InRange(plan.Devices[^1].Parts.Weights.Mebibytes / 346468, 0.97, 1.03);
        Assert.InRange(plan.Devices[1].Parts.Weights.Mebibytes / log.Mebibytes("model", "CUDA1"), 0.97, 1.03);
        Assert.InRange(plan.Devices[2].Parts.Weights.Mebibytes / log.Mebibytes("model", "CUDA2"), 0.97, 1.03);
    }

    /// <summary>A model of whose weights the count is all that is known: Nemotron-3-Nano-30B-A3B by its config.json, whose layers aren't read.</summary>
    private static CatalogModel Counted =>
        ModelCatalog.Default.With("""{"models":[{"id":"Counted-30B","family":"Counted","sources":{"parameters":"my own"},"parameters":{"published":31577937344},"config":{"architectures":"NemotronHForCausalLM","num_hidden_layers":52,"hidden_size":2688,"num_attention_heads":32,"num_key_value_heads":2,"head_dim":128,"moe_intermediate_size":1856,"n_routed_experts":128,"num_experts_per_tok":6,"vocab_size":131072,"max_position_embeddings":262144}}]}""", "counted.json").Get("Counted-30B");

    [Fact]
    public void What_has_no_tensors_by_name_refuses_to_place_part_of_them()
    {
        Model mass = Counted.ToModel("Q4_K_M");
        Rig rig = Cards(1, 24);
        EngineException experts = Assert.Throws<EngineException>(() => Plan(mass, rig, new PlacementRequest { CpuMoeLayers = LayerChoice.Of(4) }));
        Assert.Contains("-ncmoe", experts.Message, StringComparison.Ordinal);
        Assert.Throws<EngineException>(() => Plan(mass, rig, new PlacementRequest { GpuLayers = LayerChoice.Of(20) }));
    }

    /// <summary>It is 22.96 GiB as published: beside its caches on a card of 24 GB nobody knows.</summary>
    [Fact]
    public void No_verdict_rests_on_weights_that_nobody_knows()
    {
        Model mass = Counted.ToModel("Q4_K_M");
        Assert.Equal(Verdict.Unknown, Plan(mass, Cards(1, 24), new PlacementRequest(), 8192).Verdict);
        Assert.Equal(Verdict.DoesNotFit, Plan(mass, Cards(1, 16, host: 8), new PlacementRequest { GpuLayers = LayerChoice.All }, 8192).Verdict);
        Assert.Equal(Verdict.Comfortable, Plan(mass, Cards(1, 48), new PlacementRequest(), 8192).Verdict);
    }

    [Fact]
    public void No_verdict_rests_on_a_cache_that_nobody_counted()
    {
        Model model = Samples.Model() with { Architecture = null, Metadata = new Metadata(new Dictionary<string, object> { ["general.architecture"] = "newthing" }) };
        MemoryPlan plan = Plan(model, Cards(1, 80), new PlacementRequest());
        Assert.Equal(Verdict.Unknown, plan.Verdict);
        Assert.Contains("not counted", plan.ExactnessReason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_that_is_the_embedding_is_copied_to_the_outputs_device()
    {
        Model tied = Samples.Model() with { Architecture = null };
        tied = tied with { Tensors = new TensorLayout(tied.Tensors.Tensors.Where(t => t.Name != "output.weight")) };
        MemoryPlan plan = Plan(tied, Cards(1, 80), new PlacementRequest { GpuLayers = LayerChoice.All });
        Assert.Equal(tied.Tensors.TotalSize.Bytes, plan.Devices[0].Parts.Weights.Bytes);
        Assert.Equal(tied.Tensors.Find("token_embd.weight")!.Size, plan.Devices[1].Parts.Weights);
    }

    [Fact]
    public void Layers_go_by_what_programs_can_have_of_each_card()
    {
        Rig rig = Cards(2, 24);
        rig = rig with { Devices = [rig.Devices[0] with { Usable = ByteSize.FromGibibytes(8) }, rig.Devices[1]] };
        Model model = Samples.Model() with { Architecture = null };
        ImmutableArray<DevicePlan> devices = Plan(model, rig, new PlacementRequest { GpuLayers = LayerChoice.All }).Devices;
        Assert.True(devices[0].Parts.Weights < devices[1].Parts.Weights);
    }
}
