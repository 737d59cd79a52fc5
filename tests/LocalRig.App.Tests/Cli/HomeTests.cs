using System.Text.Json;
using LocalRig.Core.Tests.Planning;
using Xunit;

namespace LocalRig.App.Tests.Cli;

public class HomeTests
{
    private static readonly string[] RealQwen35 =
        ["Qwen3.5-0.8B", "Qwen3.5-2B", "Qwen3.5-4B", "Qwen3.5-9B", "Qwen3.5-27B", "Qwen3.5-35B-A3B", "Qwen3.5-122B-A10B", "Qwen3.5-397B-A17B"];

    [Fact]
    public async Task A_big_rig_runs_all_eight_real_Qwen35_models_and_no_invented_one()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["--json"], rig: Samples.Rig(400, 400));
        List<JsonElement> models = [.. JsonDocument.Parse(answer.Output).RootElement.GetProperty("models").EnumerateArray().Select(m => m.GetProperty("plan").GetProperty("model"))];
        Assert.Equal(RealQwen35.Order(), models.Select(m => m.GetProperty("id").GetString()!).Where(id => id.StartsWith("Qwen3.5-", StringComparison.Ordinal)).Order());
        Assert.DoesNotContain(models, m => m.GetProperty("nominal").GetBoolean());
        Assert.Equal(0, answer.Code);
    }

    [Fact]
    public async Task Comfortable_comes_first_and_what_does_not_fit_last()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["--json"], rig: Samples.Rig(12));
        string[] order = ["comfortable", "tight", "spills", "does-not-fit"];
        int[] verdicts = [.. JsonDocument.Parse(answer.Output).RootElement.GetProperty("models").EnumerateArray().Select(m => Array.IndexOf(order, m.GetProperty("plan").GetProperty("verdict").GetString()))];
        Assert.DoesNotContain(-1, verdicts);
        Assert.Equal(verdicts.Order(), verdicts);
        Assert.Contains(order.Length - 1, verdicts);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public async Task The_screen_names_a_pick_and_what_to_type(int width)
    {
        CommandLine.Answer answer = await CommandLine.RunAsync([], width: width, rig: Samples.Rig(24));
        Assert.Contains("Best pick: ", answer.Output);
        Assert.Contains("$ localrig plan ", answer.Output);
        Assert.All(answer.Output.Split('\n').Where(l => !l.StartsWith('$')), l => Assert.InRange(l.TrimEnd().Length, 0, width));
    }
}
