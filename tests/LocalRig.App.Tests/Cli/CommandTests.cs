using System.Text.Json;
using Xunit;

namespace LocalRig.App.Tests.Cli;

public class CommandTests
{
    [Fact]
    public async Task Inspect_shows_shape_types_and_facts()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["inspect", "experts"], width: 120);
        Assert.Equal(0, answer.Code);
        Golden.Matches(answer.Output, "inspect-120");
    }

    [Fact]
    public async Task Inspect_as_json_sums_types_to_the_whole()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["inspect", "dense", "--json", "--tensors"]);
        JsonElement result = JsonDocument.Parse(answer.Output).RootElement;
        long bytes = result.GetProperty("tensorBytes").GetInt64();
        Assert.Equal(bytes, result.GetProperty("tensorTypes").EnumerateArray().Sum(t => t.GetProperty("bytes").GetInt64()));
        Assert.Equal(bytes, result.GetProperty("tensors").EnumerateArray().Sum(t => t.GetProperty("bytes").GetInt64()));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(120)]
    public async Task Models_list_a_family(int width) =>
        Golden.Matches((await CommandLine.RunAsync(["models", "qwen3.5"], width: width)).Output, $"models-{width}");

    [Fact]
    public async Task Models_that_nobody_has_are_not_found()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["models", "llamma-3.1-8b"]);
        Assert.Equal(3, answer.Code);
        Assert.Contains("Did you mean Llama-3.1-8B", answer.Error);
    }

    [Fact]
    public async Task A_model_and_its_recipe_are_understood_without_quotes()
    {
        CommandLine.Answer words = await CommandLine.RealAsync(["plan", "Qwen3.5-27B", "Q4_K_M", "-c", "4096", "--rig", "rtx-3090", "--json"]);
        Assert.Equal(0, words.Code);
        Assert.Equal((await CommandLine.RealAsync(["plan", "Qwen3.5-27B", "--quant", "Q4_K_M", "-c", "4096", "--rig", "rtx-3090", "--json"])).Output, words.Output);
        Assert.Contains("There is no option `--quan`", (await CommandLine.RealAsync(["plan", "Qwen3.5-27B", "--quan", "Q4_K_M"])).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task Completions_for_shells(string shell) =>
        Assert.Contains("[suggest:", (await CommandLine.RunAsync(["completions", shell])).Output);

    [Fact]
    public async Task Completions_offer_commands_and_options()
    {
        Assert.Contains("plan", (await CommandLine.RunAsync(["[suggest:10]", "localrig p"])).Output);
        Assert.Contains("--ctx-size", (await CommandLine.RunAsync(["[suggest:18]", "localrig plan --ct"])).Output);
    }

    [Fact]
    public async Task Help_names_llama_cpps_flags()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["plan", "--help"]);
        Assert.Equal(0, answer.Code);
        Assert.All(["-c,", "-ngl", "-ncmoe", "-ctk", "--rig", "--batch"], flag => Assert.Contains(flag, answer.Output));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(120)]
    public async Task Help_lists_every_question_by_what_it_is_for(int width)
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["--help"], width: width);
        Assert.Equal(0, answer.Code);
        string[] lines = answer.Output.Split('\n');
        Assert.All(LocalRig.Questions.QuestionTable.Names, name => Assert.Contains(lines, l => l.StartsWith($"  {name} ", StringComparison.Ordinal)));
        Assert.All(["see what runs", "plan it exactly", "decide", "check claims", "run it", "  completions "], part => Assert.Contains(part, answer.Output, StringComparison.Ordinal));
        Assert.All(lines, l => Assert.InRange(l.TrimEnd().Length, 0, width));
    }
}
