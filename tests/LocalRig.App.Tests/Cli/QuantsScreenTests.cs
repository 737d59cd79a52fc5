using LocalRig.Local.Desks;
using LocalRig.Cli;
using Xunit;

namespace LocalRig.App.Tests.Cli;

/// <summary>The quantizations of a model that several people measured, as somebody looked at them.</summary>
public sealed class QuantsScreenTests
{
    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public async Task Quantizations_stand_with_size_fit_speed_and_who_measured_what(int width)
    {
        StringWriter output = new();
        using Terminal terminal = new(TextReader.Null, output, TextWriter.Null, width, colour: false);
        string[] command = ["quants", "Qwen3.5-9B", "--rig", "rtx-3060-12-gb + 32GB"];
        Assert.Equal(0, await CommandLineApp.RunAsync(command, new Surroundings(terminal, NativeDesk.Make())));
        string screen = output.ToString();
        Assert.All(screen.Split('\n').Where(l => !l.Contains("https://", StringComparison.Ordinal)), l => Assert.InRange(l.TrimEnd().Length, 0, width));
        Golden.Matches(screen, $"quants-{width}");
    }
}
