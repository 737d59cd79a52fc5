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
        Assert.Equal((long)without["devices"]![0]!["capacityBytes"]! - weights, (long)with["devices"]![0]!["capacityBytes"]!);
        Assert.Contains("vision projector", (string)with["model"]!["notice"]!, StringComparison.Ordinal);
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
