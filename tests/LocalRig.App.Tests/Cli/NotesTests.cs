using Xunit;

namespace LocalRig.App.Tests.Cli;

/// <summary>Screens have three lines of notes; <c>--why</c> shows the rest.</summary>
public sealed class NotesTests
{
    [Theory]
    [InlineData("plan Qwen3.5-27B --quant Q4_K_M --rig rtx-4070", "Four in five measured values")]
    [InlineData("match --rig rtx-3090", "With the KV cache")]
    [InlineData("quants Qwen3.5-9B --rig rtx-3060-12-gb", "https://www.reddit.com/comments/1rr72lr")]
    [InlineData("levers Qwen3.5-27B --rig rtx-4070", "Ollama issue 8723")]
    [InlineData("commands Qwen3.5-9B --rig rtx-3060-12-gb", "MLX")]
    [InlineData("buy --budget 1500", "read at the wall")]
    [InlineData("needs Qwen3.5-9B", "driver's likely share")]
    public async Task Why_shows_more_than_three_lines_of_notes_and_json_is_the_same(string command, string said)
    {
        string[] words = command.Split(' ');
        string few = (await CommandLine.RealAsync(words, 80)).Output;
        string all = (await CommandLine.RealAsync([.. words, "--why"], 80)).Output;
        Assert.True(all.Split('\n').Length > few.Split('\n').Length || !few.Contains("more sentence", StringComparison.Ordinal), few);
        Assert.DoesNotContain("more sentence", all, StringComparison.Ordinal);
        Assert.Contains(said, string.Join(' ', all.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.OrdinalIgnoreCase);
        Assert.Equal((await CommandLine.RealAsync([.. words, "--json"])).Output, (await CommandLine.RealAsync([.. words, "--json", "--why"])).Output);
    }

    [Theory]
    [InlineData("plan Qwen3.5-27B --quant Q4_K_M --rig rtx-4070")]
    [InlineData("match --rig rtx-3090")]
    [InlineData("commands Qwen3.5-9B --rig rtx-3060-12-gb")]
    [InlineData("start --rig rtx-3060-12-gb --for chat --want quality")]
    [InlineData("models qwen3.5")]
    public async Task No_line_of_a_screen_ends_in_a_space(string command) =>
        Assert.All((await CommandLine.RealAsync(command.Split(' '), 80)).Output.Split('\n'), line => Assert.False(line.EndsWith(' '), $"\"{line}\""));

    /// <summary>A machine for coding is judged by models that hold 32k of context and write 15 tokens/s, by tests of code.</summary>
    [Fact]
    public async Task Buying_for_a_job_reckons_with_its_context_and_its_tests()
    {
        string coding = (await CommandLine.RealAsync(["buy", "--budget", "2500", "--for", "coding"], 80)).Output;
        Assert.Contains("for writing programs first (32k tokens of context)", coding, StringComparison.Ordinal);
        Assert.Contains("15 tokens/s or more", coding, StringComparison.Ordinal);
        Assert.Contains("\"for\":\"agents\"", (await CommandLine.RealAsync(["upgrade", "--from", "rtx-3060-12-gb", "--for", "agents", "--json"])).Output, StringComparison.Ordinal);
    }
}
