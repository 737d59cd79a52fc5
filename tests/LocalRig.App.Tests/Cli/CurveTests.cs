using System.Text.Json;
using System.Xml.Linq;
using LocalRig.Core.Tests.Planning;
using Xunit;

namespace LocalRig.App.Tests.Cli;

public class CurveTests
{
    [Fact]
    public async Task More_context_takes_no_less_memory_and_answers_no_faster()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["curve", "dense", "--json"]);
        Assert.Equal(0, answer.Code);
        JsonElement[] points = [.. JsonDocument.Parse(answer.Output).RootElement.GetProperty("points").EnumerateArray()];
        Assert.True(points.Length > 2);
        for (int i = 1; i < points.Length; i++)
        {
            Assert.True(points[i].GetProperty("context").GetInt32() > points[i - 1].GetProperty("context").GetInt32());
            Assert.True(points[i].GetProperty("totalBytes").GetInt64() >= points[i - 1].GetProperty("totalBytes").GetInt64());
            Assert.True(Rate(points[i]) <= Rate(points[i - 1]));
        }
    }

    /// <summary>Of a model whose layers aren't known no speed is told, and none is drawn.</summary>
    [Theory]
    [InlineData("curve")]
    [InlineData("quants")]
    public async Task Without_known_layers_no_speed_is_told(string command)
    {
        string[] asked = [command, "Llama-3.3-Nemotron-Super-49B", "--rig", "rtx-3090"];
        CommandLine.Answer answer = await CommandLine.RealAsync([.. asked, "--json"]);
        Assert.Equal((0, ""), (answer.Code, answer.Error));
        Assert.DoesNotContain("tokensPerSecond", answer.Output, StringComparison.Ordinal);
        Assert.Contains("tokensPerSecond", (await CommandLine.RealAsync([command, "Qwen3-30B-A3B", "--rig", "rtx-3090", "--json"])).Output, StringComparison.Ordinal);
        string screen = (await CommandLine.RealAsync(asked)).Output;
        Assert.DoesNotContain("NaN", screen, StringComparison.Ordinal);
        Assert.Matches(command == "curve" ? @"GiB +\? " : @"Q4_K_M +\S+ +\S+ +\S+ +- ", screen);
    }

    [Fact]
    public async Task The_picture_is_well_formed()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["curve", "dense", "--svg"]);
        XDocument picture = XDocument.Parse(answer.Output);
        Assert.Equal("svg", picture.Root!.Name.LocalName);
        Assert.Equal(3, picture.Descendants().Count(e => e.Name.LocalName == "polyline"));
    }

    [Fact]
    public async Task The_chart_has_a_line_per_doubling()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["curve", "dense"], width: 80);
        Assert.Contains("1k", answer.Output);
        Assert.Contains("2k", answer.Output);
        Assert.All(answer.Output.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 80, line));
    }

    private static double Rate(JsonElement point) => point.GetProperty("throughput").GetProperty("decode").GetProperty("tokensPerSecond").GetDouble();

    [Fact]
    public async Task A_card_without_a_known_bandwidth_has_no_speed()
    {
        LocalRig.Rigs.Rig rig = Samples.Rig(8);
        CommandLine.Answer answer = await CommandLine.RunAsync(["plan", "dense"], rig: rig with { Devices = [rig.Devices[0] with { Bandwidth = null }] });
        Assert.Contains("Speed: unknown", answer.Output);
        Assert.DoesNotContain("tokens/s", answer.Output);
    }
}
