using Xunit;

namespace LocalRig.App.Tests.Cli;

/// <summary>What ten well-known rigs are told to run, as somebody looked at it and found it sensible: a change of data or rules shows here.</summary>
public sealed class TenRigsMatchTests
{
    private static readonly string[] Rigs =
    [
        "rtx-3060-12-gb", "rtx-4060-ti-16-gb", "rtx-3090", "2x rtx-3090", "rtx-4090", "rtx-5090", "m3-8c:16", "m4-max-40c:128", "strix-halo-395",
        "cpu-threadripper-pro-7995wx:256",
    ];

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public async Task Of_the_whole_catalogue(int width) => Golden.Matches(await ScreenAsync(width), $"match-ten-rigs-{width}");

    [Fact]
    public async Task Of_Qwen3_5() => Golden.Matches(await ScreenAsync(120, "--family", "qwen3.5"), "match-ten-rigs-qwen3.5-120");

    private static async Task<string> ScreenAsync(int width, params string[] more)
    {
        string[] command = ["match", .. Rigs.SelectMany(r => (string[])["--rig", r]), .. more];
        CommandLine.Answer answer = await CommandLine.RealAsync(command, width);
        Assert.Equal(0, answer.Code);
        return answer.Output;
    }
}
