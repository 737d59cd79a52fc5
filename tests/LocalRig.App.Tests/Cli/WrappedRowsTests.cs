using LocalRig.Cli;
using LocalRig.Cli.Rendering;
using Spectre.Console;
using Xunit;

namespace LocalRig.App.Tests.Cli;

public class WrappedRowsTests
{
    [Theory]
    [InlineData(20)]
    [InlineData(33)]
    [InlineData(7)]
    public void Lines_are_as_long_as_paragraphs_of_the_library_make_them(int width)
    {
        string[] texts =
        [
            "An RTX 3090 has 24 GB of memory, and  two spaces in its middle.",
            "https://example.org/an-address-that-is-longer-than-any-of-the-lines-here and then more",
            "weights 16.5 GB + caches 1.2 GB – about 17.7 GB of 24 GiB: comfortable.",
        ];
        foreach (string text in texts)
        {
            Assert.Equal(Drawn(new Padder(new Markup(Markup.Escape(text))).Padding(2, 0, 0, 0), width), Drawn(new WrappedRows([new WrappedRow(2, [new StyledText(text, Style.Plain)])]), width));
        }
    }

    [Fact]
    public void Letters_two_columns_wide_are_counted_as_two()
    {
        string[] lines = Drawn(new WrappedRows([new WrappedRow(0, [new StyledText("模型需要二十四吉字节", Style.Plain)])]), 8).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["模型需要", "二十四吉", "字节"], lines);
    }

    private static string Drawn(Spectre.Console.Rendering.IRenderable what, int width)
    {
        StringWriter output = new() { NewLine = "\n" };
        using Terminal terminal = new(TextReader.Null, output, TextWriter.Null, width, colour: false);
        terminal.Draw(what);
        return output.ToString().ReplaceLineEndings("\n").TrimEnd('\n');
    }
}
