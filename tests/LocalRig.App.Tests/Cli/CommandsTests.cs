using System.Text.Json;
using LocalRig.Core.Tests.Planning;
using Xunit;

namespace LocalRig.App.Tests.Cli;

public class CommandsTests
{
    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public async Task Every_runtime_has_commands_or_a_reason(int width)
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["commands", "dense", "-np", "2", "-ctk", "q8_0", "-ctv", "q8_0"], width: width, rig: Samples.Rig(8));
        Assert.Equal("", answer.Error);
        Golden.Matches(answer.Output, $"commands-{width}");
    }

    [Theory]
    [InlineData("needs", "-c", "8k")]
    [InlineData("quants", "--rig", "rtx-3090")]
    [InlineData("levers", "--rig", "rtx-3090")]
    [InlineData("curve", "--rig", "rtx-3090")]
    public async Task A_draft_counts_in_every_question_that_takes_it(string question, string option, string value)
    {
        CommandLine.Answer plain = await CommandLine.RealAsync([question, "Qwen3.5-9B", option, value, "--json"]);
        CommandLine.Answer drafted = await CommandLine.RealAsync([question, "Qwen3.5-9B", option, value, "-md", "Qwen3.5-0.8B", "--json"]);
        Assert.Equal((0, 0), (plain.Code, drafted.Code));
        Assert.NotEqual(plain.Output, drafted.Output);
    }

    [Theory]
    [InlineData("m4-10c:16", true)]
    [InlineData("rtx-3090 + 8GB", true)]
    [InlineData("rtx-3090 + 64GB", false)]
    public async Task The_prompt_cache_is_held_to_the_main_memory_that_stays_free(string rig, bool held)
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["commands", "Qwen3.5-9B", "--quant", "Q4_K_M", "-c", "65536", "--rig", rig, "--runtime", "llama-server"]);
        Assert.Equal(0, answer.Code);
        Assert.Equal(held, answer.Output.Contains("--cache-ram", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Spilled_experts_are_named_where_they_can_not_be_told()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["commands", "experts", "--runtime", "ollama", "-ncmoe", "3", "-ngl", "all"], width: 240);
        Assert.Contains("keeps experts of some layers in main memory (-ncmoe 3)", answer.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_has_the_scripts_a_plan_has()
    {
        CommandLine.Answer commands = await CommandLine.RunAsync(["commands", "dense", "--json"]);
        CommandLine.Answer plan = await CommandLine.RunAsync(["plan", "dense", "--json"]);
        JsonElement scripts = JsonDocument.Parse(commands.Output).RootElement.GetProperty("commands");
        Assert.Equal(JsonDocument.Parse(plan.Output).RootElement.GetProperty("commands").GetRawText(), scripts.GetRawText());
        Assert.Equal(["llama-server", "ollama", "lm-studio"], scripts.EnumerateObject().Select(p => p.Name));
    }

    [Theory]
    [InlineData("LocalRig writes no commands for \"olama\".", "olama")]
    [InlineData("\"new\" is no version.", "ollama@new")]
    [InlineData("\"\" is no version.", "ollama@")]
    public async Task A_wrong_runtime_is_one_sentence(string sentence, string runtime)
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["commands", "dense", "--runtime", runtime]);
        Assert.Equal(2, answer.Code);
        Assert.Contains(sentence, answer.Error, StringComparison.Ordinal);
        Assert.Single(answer.Error.TrimEnd().Split('\n'));
    }
}
