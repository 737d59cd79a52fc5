using LocalRig.Core.Tests.Planning;
using LocalRig.Rigs;
using LocalRig.Units;
using Xunit;

namespace LocalRig.App.Tests.Cli;

public class PlanScreenTests
{
    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public async Task Comfortable_on_one_device(int width) =>
        await LooksLike($"plan-comfortable-{width}", width, Samples.Rig(8), "plan", "dense");

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public async Task Experts_spill_to_the_host(int width) =>
        await LooksLike($"plan-spills-{width}", width, Samples.Rig(2.5), "plan", "experts");

    [Theory]
    [InlineData(60)]
    [InlineData(120)]
    public async Task Four_devices(int width) =>
        await LooksLike($"plan-four-devices-{width}", width, Samples.Rig(2, 2, 2, 2), "plan", "dense");

    [Fact]
    public async Task Does_not_fit() => await LooksLike("plan-does-not-fit-80", 80, Samples.Rig(2), "plan", "dense", "-ngl", "all", "-c", "32k");

    [Fact]
    public async Task Unknown_architecture() => await LooksLike("plan-unknown-80", 80, Samples.Rig(8), "plan", "unknown");

    [Fact]
    public async Task Memory_shared_with_the_host()
    {
        Rig rig = Samples.Rig(12);
        rig = rig with { Devices = [rig.Devices[0] with { SharesHostMemory = true }], Host = rig.Host with { Memory = ByteSize.FromGibibytes(16) } };
        await LooksLike("plan-shared-80", 80, rig, "plan", "dense");
    }

    [Fact]
    public async Task Colour_changes_no_letter()
    {
        CommandLine.Answer plain = await CommandLine.RunAsync(["plan", "dense"]);
        CommandLine.Answer coloured = await CommandLine.RunAsync(["plan", "dense"], colour: true);
        Assert.Contains('\u001b', coloured.Output);
        Assert.Equal(plain.Output, System.Text.RegularExpressions.Regex.Replace(coloured.Output, "\u001b\\[[0-9;]*m", ""));
    }

    private static async Task LooksLike(string name, int width, Rig rig, params string[] args)
    {
        CommandLine.Answer answer = await CommandLine.RunAsync(args, width: width, rig: rig);
        Assert.Equal("", answer.Error);
        Assert.All(answer.Output.Split('\n').Where(l => !l.StartsWith('$')), l => Assert.InRange(l.TrimEnd().Length, 0, width));
        Golden.Matches(answer.Output, name);
    }
}
