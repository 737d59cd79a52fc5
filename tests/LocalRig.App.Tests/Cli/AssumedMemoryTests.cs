using Xunit;

namespace LocalRig.App.Tests.Cli;

/// <summary>A rig named without main memory gets some, and its screens say so.</summary>
public sealed class AssumedMemoryTests
{
    private const string Said = "64.00 GiB assumed";

    [Theory]
    [InlineData("--rig")]
    [InlineData("plan Qwen3-8B --rig")]
    [InlineData("match --rig")]
    [InlineData("quants Qwen3-8B --rig")]
    [InlineData("levers Qwen3-8B --rig")]
    [InlineData("curve Qwen3-8B --rig")]
    public async Task Assumed_main_memory_is_said_and_given_main_memory_is_not(string command)
    {
        Assert.Contains(Said, await ScreenAsync(command, "rtx-3090"), StringComparison.Ordinal);
        Assert.DoesNotContain(Said, await ScreenAsync(command, "rtx-3090 + 64GB"), StringComparison.Ordinal);
    }

    private static async Task<string> ScreenAsync(string command, string rig)
    {
        CommandLine.Answer answer = await CommandLine.RealAsync([.. command.Split(' '), rig]);
        Assert.Equal(0, answer.Code);
        return answer.Output;
    }
}
