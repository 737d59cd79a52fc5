using System.Text.Json;
using LocalRig.Core.Tests.Planning;
using LocalRig.Rigs;
using Xunit;

namespace LocalRig.App.Tests.Cli;

public class LeversTests
{
    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public async Task A_plan_that_spills_shows_what_would_bring_it_back(int width) =>
        await LooksLike($"levers-spills-{width}", width, Samples.Rig(3), "levers", "experts", "-c", "32k", "-np", "2");

    [Fact]
    public async Task A_plan_that_does_not_fit_shows_the_cheapest_change() =>
        await LooksLike("levers-does-not-fit-80", 80, Samples.Rig(2), "levers", "dense", "-ngl", "all");

    [Fact]
    public async Task A_comfortable_plan_has_levers_too() => await LooksLike("levers-comfortable-80", 80, Samples.Rig(8, 8), "levers", "dense");

    [Fact]
    public async Task Json_gives_the_bytes_of_every_device()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["levers", "dense", "--json"], rig: Samples.Rig(8));
        JsonElement board = JsonDocument.Parse(answer.Output).RootElement;
        Assert.Equal("none", board.GetProperty("goal").GetString());
        JsonElement half = board.GetProperty("levers").EnumerateArray().Single(l => l.GetProperty("changes")[0].GetProperty("id").GetString() == "context-4096");
        Assert.Equal(4096L * 1024 * Samples.Layers, half.GetProperty("devices")[0].GetProperty("savedBytes").GetInt64());
        Assert.Equal("-c 4096", half.GetProperty("changes")[0].GetProperty("options").GetString());
    }

    [Fact]
    public async Task A_missing_model_is_one_sentence()
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(["levers"]);
        Assert.Equal(2, answer.Code);
        Assert.Single(answer.Error.TrimEnd().Split('\n'));
    }

    private static async Task LooksLike(string name, int width, Rig rig, params string[] args)
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(args, width: width, rig: rig);
        Assert.Equal("", answer.Error);
        Assert.All(answer.Output.Split('\n'), l => Assert.InRange(l.TrimEnd().Length, 0, width));
        Golden.Matches(answer.Output, name);
    }
}
