using System.Text.Json.Nodes;
using Xunit;

namespace LocalRig.App.Tests.Cli;

/// <summary>What a runtime refuses by published facts (data/runtimes/limits.csv) is no pick of <c>localrig quants</c>.</summary>
public sealed class QuantsRuntimeTests
{
    [Fact]
    public async Task Ollama_before_0_30_gets_no_pick_of_Qwen3_5_and_says_why()
    {
        JsonNode answer = JsonNode.Parse((await RunAsync("Qwen3.5-9B", "ollama@0.29")).Output)!;
        Assert.Null(answer["pick"]);
        Assert.Contains("Ollama before 0.30", (string)answer["because"]!, StringComparison.Ordinal);
        Assert.All(answer["quantizations"]!.AsArray(), q => Assert.NotEmpty((string)q!["refused"]!));
    }

    [Theory]
    [InlineData("Qwen3.5-9B", "ollama")]
    [InlineData("Qwen3-8B", "ollama@0.29")]
    [InlineData("Qwen3.5-9B", "llama-server")]
    public async Task Where_nothing_is_refused_the_pick_stays(string model, string runtime)
    {
        JsonNode answer = JsonNode.Parse((await RunAsync(model, runtime)).Output)!;
        Assert.NotNull(answer["pick"]);
        Assert.All(answer["quantizations"]!.AsArray(), q => Assert.Empty((string)q!["refused"]!));
    }

    [Theory]
    [InlineData("foo", "no commands for \"foo\"")]
    [InlineData("ollama@x", "\"x\" is no version")]
    public async Task Silly_runtimes_are_one_clear_sentence(string runtime, string sentence)
    {
        (int code, string output, string error) = await RunAsync("Qwen3.5-9B", runtime);
        Assert.NotEqual(0, code);
        Assert.Contains(sentence, (JsonNode.Parse(output + error)!["error"]!["message"]!).ToString(), StringComparison.Ordinal);
    }

    private static Task<CommandLine.Answer> RunAsync(string model, string runtime) =>
        CommandLine.RealAsync(["quants", model, "--rig", "rtx-3060-12-gb", "--runtime", runtime, "--json"]);
}
