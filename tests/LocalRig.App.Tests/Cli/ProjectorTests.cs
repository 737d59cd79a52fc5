using System.Text.Json.Nodes;
using Xunit;

namespace LocalRig.App.Tests.Cli;

/// <summary>A vision projector beside a model takes its tensors' bytes off the first device, and the plan says so.</summary>
public sealed class ProjectorTests
{
    [Fact]
    public async Task Its_weights_are_taken_off_the_first_device()
    {
        JsonNode without = await PlanAsync();
        JsonNode with = await PlanAsync("--mmproj", "experts"); // any model file stands for one
        JsonNode projector = await PlanOfAsync("experts");
        long weights = (long)projector["quantization"]!["tensorBytes"]!;
        Assert.True(weights > 0);
        Assert.Equal((long)without["devices"]![0]!["weightsBytes"]! + weights, (long)with["devices"]![0]!["weightsBytes"]!);
        Assert.Contains("vision projector", (string)with["model"]!["notice"]!, StringComparison.Ordinal);
    }

    /// <summary>A server's log of May 2026: 887.99 MiB of weights, CUDA0 248.10 MiB and CPU 24.93 MiB of scratch.</summary>
    [Fact]
    public async Task A_catalogue_models_own_is_known()
    {
        JsonNode with = await PlanOfAsync("Qwen3.6-27B", "--quant", "recipe:Q4_K_M", "--rig", "rtx-3090", "-c", "8192", "--mmproj", "auto");
        JsonNode without = await PlanOfAsync("Qwen3.6-27B", "--quant", "recipe:Q4_K_M", "--rig", "rtx-3090", "-c", "8192");
        Assert.Equal(887.99, Grown("weightsBytes", 0), 0.011);
        Assert.Equal(248.10, Grown("computeBytes", 0), 0.011);
        Assert.Equal(24.93, Grown("computeBytes", 1), 0.011);
        Assert.Equal(with["devices"]![0]!["weightsBytes"]!.GetValue<long>() - without["devices"]![0]!["weightsBytes"]!.GetValue<long>(), with["projector"]!["weightsBytes"]!.GetValue<long>());
        JsonNode moved = await PlanOfAsync("Qwen3.6-27B", "--quant", "recipe:Q4_K_M", "--rig", "rtx-3090", "-c", "8192", "--mmproj", "auto", "--no-mmproj-offload");
        Assert.Equal((long)without["devices"]![0]!["weightsBytes"]!, (long)moved["devices"]![0]!["weightsBytes"]!);
        Assert.True((bool)moved["projector"]!["onHost"]!);

        double Grown(string part, int device) => ((long)with["devices"]![device]![part]! - (long)without["devices"]![device]![part]!) / 1048576.0;
    }

    [Fact]
    public async Task Needs_counts_it()
    {
        JsonNode with = JsonNode.Parse((await CommandLine.RunAsync(["needs", "dense", "--mmproj", "experts", "--json"])).Output)!;
        JsonNode without = JsonNode.Parse((await CommandLine.RunAsync(["needs", "dense", "--json"])).Output)!;
        Assert.NotEqual(without["rows"]?.ToJsonString() ?? without.ToJsonString(), with["rows"]?.ToJsonString() ?? with.ToJsonString());
    }

    [Fact]
    public async Task One_that_is_not_there_is_an_error()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["plan", "dense", "--mmproj", "nope"]);
        Assert.NotEqual(0, answer.Code);
        Assert.Contains("nope", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Needs_shows_no_option_that_it_refuses() =>
        Assert.DoesNotContain("--rig ", (await CommandLine.RunAsync(["needs", "--help"])).Output, StringComparison.Ordinal);

    private static Task<JsonNode> PlanAsync(params string[] more) => PlanOfAsync("dense", more);

    private static async Task<JsonNode> PlanOfAsync(string model, params string[] more) =>
        JsonNode.Parse((await CommandLine.RunAsync(["plan", model, "--json", .. more])).Output)!;
}
