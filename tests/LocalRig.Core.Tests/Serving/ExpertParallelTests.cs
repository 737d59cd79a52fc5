using System.Collections.Immutable;
using CsCheck;
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

/// <summary>Experts divided over devices whole.</summary>
public sealed class ExpertParallelTests
{
    [Theory]
    [InlineData(256, 16, 16)] // vllm-project/vllm-ascend issue 5461: "[EP Rank 5/16] ... Local/global number of experts: 16/256"
    [InlineData(128, 4, 32)] // QwenLM/Qwen3-VL issue 1520: "[EP Rank 1/4] ... 32/128"
    [InlineData(256, 2, 128)] // vllm-project/vllm pull request 37505: "[EP Rank 0/2] ... 128/256"
    public void Devices_hold_as_many_experts_as_vllm_printed(int experts, int devices, int local) =>
        Assert.All(Enumerable.Range(0, devices), m => Assert.Equal(local, new Parallelism(devices, 1, 1, true).LocalExperts(experts, m)));

    [Fact]
    public void All_devices_together_hold_every_expert_once() =>
        Gen.Select(Gen.Int[1, 512], Gen.Int[1, 8], Gen.Int[1, 16]).Sample(t =>
        {
            Parallelism spread = new(t.Item2, 1, t.Item3, true);
            int[] held = [.. Enumerable.Range(0, spread.ExpertRanks).Select(m => spread.LocalExperts(t.Item1, m))];
            Assert.Equal(t.Item1, held.Sum());
            Assert.True(held.Max() - held.Min() <= 1);
        });

    [Fact]
    public void One_expert_more_of_every_layer_of_DeepSeek_V3_is_what_vllms_documentation_says()
    {
        // docs.vllm.ai, Expert Parallel Deployment, "Memory Footprint Overhead": approximately 2.4 GB; 256 experts on 24 devices are 11 or 10 each
        Model model = ModelCatalog.Default.Get("DeepSeek-V3").ToModel("BF16");
        Parallelism spread = new(1, 1, 24, true);
        WeightFormat format = WeightFormat.Find("fp8-block")!;
        double more = (RankWeights.Of(model, spread, format)[0].Tensors - RankWeights.Of(model, spread, format, 23)[0].Tensors).Gibibytes;
        Assert.Equal(2.4, more, 0.05);
    }

    [Theory]
    [InlineData("Qwen3-30B-A3B", 4)]
    [InlineData("Qwen3-235B-A22B", 8)]
    public void Experts_divided_evenly_take_the_bytes_of_experts_cut(string id, int devices)
    {
        Model model = ModelCatalog.Default.Get(id).ToModel("BF16");
        Assert.Equal(
            RankWeights.Of(model, new(devices, 1), WeightFormat.Bf16)[0].Tensors,
            RankWeights.Of(model, new(devices, 1, 1, true), WeightFormat.Bf16)[0].Tensors);
    }

    [Fact]
    public void Replicas_hold_all_but_experts_again()
    {
        Model model = ModelCatalog.Default.Get("Qwen3-30B-A3B").ToModel("BF16");
        long experts = model.Tensors.Tensors.Where(t => t.Name.Contains("_exps.", StringComparison.Ordinal)).Sum(t => t.Shape.Elements * 2);
        long one = RankWeights.Of(model, new(1, 1), WeightFormat.Bf16)[0].Tensors.Bytes;
        long together = 8 * RankWeights.Of(model, new(1, 1, 8, true), WeightFormat.Bf16)[0].Tensors.Bytes;
        Assert.Equal(8 * (one - experts) + experts, together);
    }

    [Fact]
    public void DeepSeek_V3_in_replicas_fits_eight_H200s_and_not_eight_H100s()
    {
        // docs.vllm.ai, Expert Parallel Deployment: the example with --data-parallel-size 8 works on eight H200s; eight H100s are too small
        ServingQuestion asked = new() { Tensor = 1, Data = 8, Expert = true };
        Assert.True(Plan("DeepSeek-V3", asked, 1, 8, "h200-141gb-sxm").Fits);
        Assert.True(Plan("DeepSeek-V3", asked, 1, 8, "h100-80gb-sxm").Sequences.High < 1);
    }

    [Fact]
    public void Each_machine_starts_its_own_replicas()
    {
        ImmutableArray<NodeCommand> commands = ServingCommands.Of(Plan("DeepSeek-V3", new() { Tensor = 1, Data = 16, Expert = true }, 2, 8, "h100-80gb-sxm"));
        Assert.Equal([0, 1], commands.Select(c => c.Node));
        Assert.Contains("--data-parallel-size 16 --enable-expert-parallel --data-parallel-size-local 8 --data-parallel-address HEAD", commands[0].Text, StringComparison.Ordinal);
        Assert.EndsWith("--data-parallel-start-rank 8 --headless", commands[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Sglang_is_told_as_many_as_share_the_layers() =>
        Assert.EndsWith(
            "--tp-size 8 --ep-size 8",
            ServingCommands.Of(Plan("Qwen3-235B-A22B", new() { Runtime = ServingRuntime.Sglang, Expert = true }, 1, 8, "h200-141gb-sxm"))[0].Text, StringComparison.Ordinal);

    private static ServingPlan Plan(string model, ServingQuestion question, int nodes, int devices, string card)
    {
        Rig rig = new() { Name = "test", Devices = [.. Enumerable.Range(0, devices).Select(i => DeviceCatalog.Default.Device(card, $"gpu{i}")!)], Host = new() { Memory = ByteSize.FromGibibytes(64) } };
        return ServingPlanner.Plan(ModelCatalog.Default.Get(model).ToModel("BF16"), new("test", [.. Enumerable.Repeat(rig, nodes)], nodes > 1 ? Link.Find("400gbe") : null), question);
    }
}
