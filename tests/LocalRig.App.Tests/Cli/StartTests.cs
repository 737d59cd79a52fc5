using System.Text.Json;
using LocalRig.Core.Tests.Planning;
using Xunit;

namespace LocalRig.App.Tests.Cli;

public class StartTests
{
    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public async Task Three_empty_answers_give_a_pick_with_reasons_and_commands(int width)
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["start", "--why"], input: "\n\n\n", width: width, rig: Samples.Rig(12));
        Assert.Equal(0, answer.Code);
        Assert.All(answer.Output.Split('\n').Where(l => !l.StartsWith('$') && !char.IsAsciiDigit(l.FirstOrDefault())), l => Assert.InRange(l.TrimEnd().Length, 0, width));
        Assert.Contains("1. Which machine?", answer.Output, StringComparison.Ordinal);
        Assert.Contains("$ llama-server -", answer.Output, StringComparison.Ordinal);
        Assert.Contains("Next best: ", answer.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chat", 8192, 1)]
    [InlineData("coding", 32768, 1)]
    [InlineData("documents", 131072, 1)]
    [InlineData("several", 32768, 4)]
    public async Task The_purpose_makes_the_workload_and_the_pick_fits_it(string purpose, int context, int parallel)
    {
        JsonElement pick = await JsonAsync("start", "--for", purpose, "--json");
        JsonElement workload = pick.GetProperty("plan").GetProperty("workload");
        Assert.Equal(context, workload.GetProperty("ctx").GetInt32());
        Assert.Equal(parallel, workload.GetProperty("parallel").GetInt32());
        Assert.Equal("comfortable", pick.GetProperty("plan").GetProperty("verdict").GetString());
        Assert.Contains($"-c {context} -np {parallel}", pick.GetProperty("command").GetString(), StringComparison.Ordinal);
    }

    /// <summary>llama-server -hf takes a projector along unless it is told not to, as it is for every other purpose.</summary>
    [Fact]
    public async Task Who_asks_about_pictures_gets_a_server_that_sees()
    {
        JsonElement seeing = await JsonAsync("start", "--for", "vision", "--json");
        Assert.Contains("-hf ", seeing.GetProperty("command").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("--no-mmproj", seeing.GetProperty("command").GetString(), StringComparison.Ordinal);
        Assert.Contains(seeing.GetProperty("because").EnumerateArray(), r => r.GetString()!.Contains("projector", StringComparison.Ordinal));
        Assert.Contains("--no-mmproj", (await JsonAsync("start", "--for", "chat", "--json")).GetProperty("command").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("coding")]
    [InlineData("chat")]
    public async Task Who_wants_speed_gets_the_strongest_that_is_quick_and_not_the_quickest_of_all(string job)
    {
        JsonElement pick = await JsonAsync("start", "--rig", "rtx-3090", "--for", job, "--want", "speed", "--json");
        Assert.StartsWith("Qwen3.6-35B-A3B", pick.GetProperty("plan").GetProperty("model").GetProperty("id").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_wants_speed_gets_no_slower_a_model()
    {
        double Speed(JsonElement pick) => pick.GetProperty("plan").GetProperty("throughput").GetProperty("decode").GetProperty("tokensPerSecond").GetDouble();
        Assert.True(Speed(await JsonAsync("start", "--want", "speed", "--json")) >= Speed(await JsonAsync("start", "--want", "quality", "--json")));
    }

    [Fact]
    public async Task A_wrong_answer_is_asked_again_and_a_wrong_option_is_not()
    {
        CommandLine.Answer asked = await CommandLine.RunAsync(["start"], input: "\nwar\n2\n\n", rig: Samples.Rig(12));
        Assert.Equal(0, asked.Code);
        Assert.Contains("\"war\" is no answer.", asked.Output, StringComparison.Ordinal);
        CommandLine.Answer given = await CommandLine.RunAsync(["start", "--for", "war"], rig: Samples.Rig(12));
        Assert.Equal((2, ""), (given.Code, given.Output));
    }

    [Fact]
    public async Task A_machine_that_runs_nothing_is_told_so()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["start", "--rig", "this", "--for", "documents", "--want", "quality"], rig: Samples.Rig() with { Host = new() { Memory = Units.ByteSize.FromGibibytes(0.2) } });
        Assert.Contains("Nothing of the catalogue runs", answer.Output, StringComparison.Ordinal);
        Assert.Equal(0, answer.Code);
    }

    [Theory]
    [InlineData("training", "optimizer")]
    [InlineData("qlora", "16 bits")]
    [InlineData("users", "--parallel 8")]
    [InlineData("best", "never averages")]
    [InlineData("hardware", "localrig doctor")]
    [InlineData("scope", "localrig audit")]
    public async Task Help_says_what_can_be_told_and_where_to_turn(string topic, string says)
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["help", topic]);
        Assert.Equal(0, answer.Code);
        Assert.Contains(says, answer.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train", "help training")]
    [InlineData("fine-tune", "help training")]
    [InlineData("best", "help best")]
    public async Task A_command_that_is_a_topic_leads_to_it(string word, string hint) =>
        Assert.Contains(hint, (await CommandLine.RunAsync([word])).Error, StringComparison.Ordinal);

    private static async Task<JsonElement> JsonAsync(params string[] args)
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(args, rig: Samples.Rig(12));
        Assert.Equal("", answer.Error);
        return JsonDocument.Parse(answer.Output).RootElement;
    }
}
