using System.Globalization;
using LocalRig.Advice.Clusters;
using LocalRig.Catalog;
using LocalRig.Devices;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Forecasting;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Serving;
using LocalRig.Units;
using Xunit;

namespace LocalRig.Core.Tests.Serving;

/// <summary>llama.cpp over several machines: what the wire carries, and what that does to a forecast.</summary>
public sealed class RpcTests
{
    private const int AnswerHeader = 8; // each answer of a server begins with its length

    [Fact]
    public void Bytes_on_the_wire_lie_within_the_bounds()
    {
        Model model = ModelCatalog.Default.Get("Qwen3-0.6B").ToModel("F16");
        Link slow = new("one byte a second", new Bandwidth(1), 0, 0, "", "", "");
        foreach (string[] cells in File.ReadLines(TestData.Path("serving/rpc-traffic.csv")).Skip(1).Select(l => l.Split(',')))
        {
            int[] numbers = [.. cells[1..].Select(c => int.TryParse(c, CultureInfo.InvariantCulture, out int n) ? n : 0)];
            (int server, int servers, int cachedCells, int sent, int received) = (numbers[0], numbers[1], numbers[3], numbers[5], numbers[6]);
            LinkEffect effect = RpcTraffic.Of(model.Architecture!, slow, 2, server == servers, 1, cachedCells - 1);
            long back = (server == servers ? model.Architecture!.VocabularySize : model.Architecture!.EmbeddingLength) * 4L;
            Assert.Equal(back, received - AnswerHeader);
            Assert.Equal(back + model.Architecture!.EmbeddingLength * 4L, effect.BytesPerToken);
            Assert.InRange(sent + received, effect.LeastSeconds!.Value, effect.MostSeconds!.Value);
        }
    }

    [Fact]
    public void A_slower_link_never_speeds_up_and_widens_the_interval()
    {
        RpcPlan slow = Plan("rtx-3090", "1gbe");
        RpcPlan fast = Plan("rtx-3090", "400gbe");
        Forecast alone = slow.WithoutLink!;
        Assert.True(slow.Plan.Forecast!.Decode.TokensPerSecond < fast.Plan.Forecast!.Decode.TokensPerSecond);
        Assert.True(fast.Plan.Forecast.Decode.TokensPerSecond < alone.Decode.TokensPerSecond);
        Assert.True(slow.Plan.Forecast.Prefill.Low < fast.Plan.Forecast.Prefill.Low);
        Assert.True(slow.Plan.Forecast.Decode.High / slow.Plan.Forecast.Decode.Low > alone.Decode.High / alone.Decode.Low);
        Assert.Equal(2, slow.Link!.Messages);
    }

    [Fact]
    public void A_link_nobody_named_gives_an_upper_bound_alone()
    {
        RpcPlan plan = Plan("rtx-3090", null);
        Assert.Null(plan.Plan.Forecast);
        Assert.Equal(plan.WithoutLink!.Decode.High, plan.Plan.AtMost!.Value.High, 6);
        Assert.Contains("Nobody said", plan.Plan.AtMost.Value.Missing, StringComparison.Ordinal);
        SpeedBound named = Plan("rtx-3090", "infiniband-ndr").Plan.AtMost!.Value;
        Assert.Contains("no upper figure", named.Missing, StringComparison.Ordinal);
        Assert.True(named.High < plan.Plan.AtMost.Value.High);
    }

    [Fact]
    public void Two_strix_halo_machines_over_25_gigabit_answer_within_the_interval()
    {
        // ggml-org/llama.cpp pull request 20590: Qwen3-Coder-Next 80B in Q8_K_XL, tg256 30.19 over TCP and 32.16 over RDMA, pp2048 651.48
        RpcPlan plan = Plan("strix-halo-395", "25gbe", "Qwen3-Coder-Next", "Q8_0", new PlanQuestion { Depth = 128, PromptTokens = 2048 });
        Forecast forecast = plan.Plan.Forecast!;
        Assert.InRange(30.19, forecast.Decode.Low, forecast.Decode.High);
        Assert.InRange(651.48, forecast.Prefill.Low, forecast.Prefill.High);
        Assert.InRange(1 / 30.19 - 1 / 32.16, plan.Link!.LeastSeconds!.Value, plan.Link.MostSeconds!.Value + RpcPlan.Software.DecodeSeconds); // what RDMA saves
    }

    [Fact]
    public void Machines_hold_together_what_the_plan_holds()
    {
        RpcPlan plan = Plan("rtx-3090", "10gbe");
        Assert.Equal(plan.Plan.Devices.Sum(d => d.Total.Bytes), plan.Nodes.Sum(n => n.Devices.Sum(d => d.Total.Bytes)));
        Assert.All(plan.Nodes, n => Assert.Contains(n.Devices, d => d.Parts.Weights > ByteSize.Zero));
        Assert.Contains("--rpc NODE1:50052", plan.Nodes[0].Command, StringComparison.Ordinal);
    }

    private static RpcPlan Plan(string card, string? link, string model = "Qwen3-32B", string quant = "Q4_K_M", PlanQuestion? question = null)
    {
        Rig rig = new() { Name = card, Devices = [DeviceCatalog.Default.Device(card, "gpu0")!], Host = new() { Memory = ByteSize.FromGibibytes(64) } };
        Cluster cluster = new("two", [rig, rig], link is null ? null : Link.Find(link));
        Model quantized = ModelCatalog.Default.Get(model).ToModel(quant);
        return RpcPlan.Of(new Planner(new LlamaCppEngine()).Sketch(quantized, question ?? new PlanQuestion(), RpcPlan.Joined(cluster)), cluster);
    }
}
