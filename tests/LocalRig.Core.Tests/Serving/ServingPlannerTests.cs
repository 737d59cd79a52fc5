using System.Collections.Immutable;
using System.Globalization;
using CsCheck;
using LocalRig.Architectures;
using LocalRig.Catalog;
using LocalRig.Devices;
using LocalRig.Forecasting;
using LocalRig.Models;
using LocalRig.Rigs;
using LocalRig.Runtimes;
using LocalRig.Serving;
using LocalRig.Units;
using Xunit;

namespace LocalRig.Core.Tests.Serving;

public class ServingPlannerTests
{
    private static readonly ServingQuestion Bf16 = new() { Format = WeightFormat.Bf16 };

    [Fact]
    public void Bounds_hold_what_other_people_measured()
    {
        List<string> wrong = [];
        foreach (string[] cells in File.ReadLines(TestData.Path("serving/overheads.csv")).Skip(1).Select(l => l.Split(',')))
        {
            Overheads bounds = Overheads.Of(Shape(cells[0]), new(int.Parse(cells[1], CultureInfo.InvariantCulture), 1), Card("h100-80gb-sxm"));
            Check(bounds.Activations, cells[2], "activations");
            Check(bounds.Runtime, cells[3], "runtime");

            void Check(SizeRange range, string measured, string what)
            {
                double value = double.Parse(measured, CultureInfo.InvariantCulture);
                if (value < range.Low.Gibibytes - 0.01 || value > range.High.Gibibytes)
                {
                    wrong.Add($"{cells[0]} {what}: {range.Low} to {range.High}, measured {measured} GiB");
                }
            }
        }

        Assert.Empty(wrong);
    }

    /// <summary>Every model is planned or refused in a sentence, whatever its layers and widths.</summary>
    [Theory]
    [InlineData(ServingRuntime.Vllm, 1, 1)]
    [InlineData(ServingRuntime.Vllm, 1, 2)]
    [InlineData(ServingRuntime.Sglang, 1, 1)]
    [InlineData(ServingRuntime.Sglang, 3, 2)]
    public void Every_model_of_the_catalogue_has_an_answer(ServingRuntime runtime, int machines, int cards)
    {
        foreach (CatalogModel model in ModelCatalog.Default.Models.Where(m => m.Architecture is not null))
        {
            try
            {
                ServingPlan plan = Plan(model.Id, Bf16 with { Runtime = runtime }, machines, [.. Enumerable.Repeat("h100-80gb-sxm", cards)]);
                Assert.All(plan.Ranks, r => Assert.True(r.Weights.Low <= r.Weights.High, model.Id));
            }
            catch (ServingException refused)
            {
                Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void The_pool_vllm_had_on_an_h100_lies_within_the_bounds()
    {
        // llm-d-planner's report: 58.11 GiB and 476,000 tokens at a utilization of 0.95, without graphs taken off
        ServingPlan plan = Plan("Llama-3.1-8B", Bf16 with { Utilization = 0.95, GraphsOffThePool = false }, 1, "h100-80gb-sxm");
        Assert.InRange(58.11, plan.Ranks[0].Pool.Low.Gibibytes, plan.Ranks[0].Pool.High.Gibibytes);
        Assert.InRange(476_000, plan.PoolTokens.Low, plan.PoolTokens.High);
    }

    [Fact]
    public void The_pool_sglang_had_on_four_h100s_lies_within_the_bounds()
    {
        // vllm-project/vllm issue 21348: Qwen3-235B-A22B-FP8, --tp 4 --mem-fraction-static 0.93, 367,404 tokens
        ServingQuestion question = new() { Runtime = ServingRuntime.Sglang, Format = WeightFormat.Find("fp8-block"), Utilization = 0.93 };
        ServingPlan plan = Plan("Qwen3-235B-A22B", question, 1, [.. Enumerable.Repeat("h100-80gb-sxm", 4)]);
        Assert.InRange(367_404, plan.PoolTokens.Low, plan.PoolTokens.High);
    }

    /// <summary>Blocks that vLLM named when it refused its own 1,024 sequences.</summary>
    [Theory]
    [InlineData("Qwen3.6-27B", "fp8", 0.95, "h100-80gb-sxm", 856)] // vllm-project/recipes pull request 551, 2026-06-15
    [InlineData("Qwen3.8-27B", "fp8", 0.9, "rtx-pro-6000-blackwell", 939)] // vllm-project/recipes pull request 831
    public void A_hybrid_is_started_with_no_more_sequences_than_the_pool_has_blocks(string model, string format, double utilization, string device, int blocks)
    {
        ServingPlan plan = Plan(model, new() { Format = WeightFormat.Find(format), Utilization = utilization, Context = 262_144 }, 1, device);
        Assert.NotNull(plan.MaxSequences);
        Assert.InRange(plan.MaxSequences.Value, blocks / 4, blocks);
        Assert.Contains($"--max-num-seqs {plan.MaxSequences}", ServingCommands.Of(plan)[0].Text, StringComparison.Ordinal);
        Assert.Contains(plan.Notes, n => n.Contains("blocks", StringComparison.Ordinal));
        Assert.Null(Plan("Llama-3.1-8B", Bf16, 1, device).MaxSequences);
    }

    [Fact]
    public void Stages_hold_all_layers_and_as_many_each_as_can_be()
    {
        Gen.Select(Gen.Int[1, 200], Gen.Int[1, 32]).Where(t => t.Item2 <= t.Item1).Sample(t =>
        {
            ImmutableArray<int> stages = new Parallelism(1, t.Item2).LayersPerStage(t.Item1);
            Assert.Equal(t.Item1, stages.Sum());
            Assert.True(stages.Max() - stages.Min() <= 1);
        });
        Assert.Equal([15, 15, 16, 15], new Parallelism(1, 4).LayersPerStage(61)); // vLLM's own example for 61 layers
    }

    [Fact]
    public void Sequences_never_grow_with_context_and_always_grow_with_utilization()
    {
        Model model = ModelCatalog.Default.Get("Qwen3.5-27B").ToModel("BF16");
        Cluster cluster = Of(1, "h100-80gb-sxm");
        Gen.Select(Gen.Int[1, 200_000], Gen.Int[1, 60_000], Gen.Double[0.75, 0.9]).Sample(t =>
        {
            double At(int context, double utilization) =>
                ServingPlanner.Plan(model, cluster, new() { Format = WeightFormat.Fp8, Context = context, Utilization = utilization }).Sequences.Likely;
            Assert.True(At(t.Item1 + t.Item2, t.Item3) <= At(t.Item1, t.Item3));
            Assert.True(At(t.Item1, t.Item3 + 0.1) > At(t.Item1, t.Item3));
        }, iter: 20);
    }

    [Fact]
    public void Machines_follow_each_other_and_their_devices_share_layers()
    {
        ServingPlan plan = Plan("Llama-3.1-405B", Bf16, 2, [.. Enumerable.Repeat("h100-80gb-sxm", 8)]);
        Assert.Equal(new Parallelism(8, 2), plan.Parallelism);
        Assert.Equal([8, 8], plan.Ranks.GroupBy(r => r.Node).Select(g => g.Count()));
        Assert.Equal(4L * 16_384, plan.Link!.BytesPerToken); // two vectors of 16,384 at 16 bits, once
    }

    [Fact]
    public void Tensor_parallelism_across_the_link_costs_two_reductions_a_layer()
    {
        ServingPlan plan = Plan("Llama-3.1-8B", Bf16 with { Tensor = 2, Pipeline = 1 }, 2, "rtx-3090");
        Assert.Equal(2 * 32 * 4096 * 2, plan.Link!.BytesPerToken); // Megatron-LM: 2 all-reduces in each of 32 layers; half a ring of two is one vector
        Assert.True(plan.Link.LeastSeconds < plan.Link.MostSeconds);
    }

    [Theory]
    [InlineData(3, "does not divide")]
    [InlineData(64, "needs 64 devices")]
    public void A_split_the_runtime_refuses_is_refused_in_a_sentence(int tensor, string says) =>
        Assert.Contains(says, Assert.Throws<ServingException>(() => Plan("Llama-3.1-8B", Bf16 with { Tensor = tensor, Pipeline = 1 }, 1, "rtx-3090", "rtx-3090", "rtx-3090")).Message, StringComparison.Ordinal);

    [Fact]
    public void Commands_of_two_machines_start_ray_on_both()
    {
        ImmutableArray<NodeCommand> commands = ServingCommands.Of(Plan("Llama-3.1-8B", Bf16, 2, "rtx-3090"));
        Assert.Equal([0, 1, 0], commands.Select(c => c.Node));
        Assert.EndsWith("--pipeline-parallel-size 2 --distributed-executor-backend ray", commands[2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_and_checkpoints_have_their_facts() => Assert.Empty(Link.Validate().Concat(Checkpoint.Validate()).Concat(DeviceTotal.Validate()).Concat(RpcReport.Validate()));

    [Fact]
    public void Checkpoints_are_of_models_of_the_catalogue() => Assert.All(Checkpoint.Models, m => Assert.Equal(m, ModelCatalog.Default.Get(m).Id));

    [Fact]
    public void A_model_released_in_fp8_is_planned_and_served_so()
    {
        ServingPlan plan = Plan("DeepSeek-V3", new(), 2, [.. Enumerable.Repeat("h100-80gb-sxm", 8)]);
        Assert.Equal("fp8-block", plan.Format.Name);
        Assert.Equal("deepseek-ai/DeepSeek-V3", plan.Repository);
    }

    private static ServingPlan Plan(string model, ServingQuestion question, int nodes, params string[] cards) =>
        ServingPlanner.Plan(ModelCatalog.Default.Get(model).ToModel("BF16"), Of(nodes, cards), question);

    private static Cluster Of(int nodes, params string[] cards)
    {
        Rig rig = new() { Name = "test", Devices = [.. cards.Select(Card)], Host = new() { Memory = ByteSize.FromGibibytes(64) } };
        return new("test", [.. Enumerable.Repeat(rig, nodes)], nodes > 1 ? Link.Find("10gbe") : null);
    }

    private static Architecture Shape(string model) => ((KnownArchitecture)ArchitectureReader.ReadShape(ModelCatalog.Default.Get(model).ToModel("BF16").Metadata)).Architecture;

    private static Device Card(string id) => DeviceCatalog.Default.Device(id, "gpu0")!;
}
