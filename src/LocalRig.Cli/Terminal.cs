using System.Text;
using LocalRig.Cli.Rendering;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LocalRig.Cli;

/// <summary>Where a command reads and writes: the process's own streams, or texts in a test.</summary>
internal sealed class Terminal(TextReader input, TextWriter output, TextWriter error, int width, bool colour) : IDisposable
{
    private const int WidthOfFiles = 120; // redirected output has no width; wide enough for tables, narrow enough to read
    private const int WriteBuffer = 1 << 16;

    /// <summary>Standard input.</summary>
    public TextReader Input { get; } = input;

    /// <summary>Standard output; flushed when a command ends.</summary>
    public TextWriter Output { get; } = output;

    /// <summary>Standard error.</summary>
    public TextWriter Error { get; } = error;

    /// <summary>Columns.</summary>
    public int Width { get; } = width;

    /// <summary>Whether standard output is a screen that can be drawn anew.</summary>
    public bool IsScreen => colour;

    /// <summary>Empties the screen (ECMA-48, CUP and ED).</summary>
    public void Clear() => Output.Write("\u001b[H\u001b[J");

    /// <summary>The process's streams; colour only on a screen, and not where NO_COLOR is set (no-color.org).</summary>
    public static Terminal OfProcess()
    {
        UTF8Encoding utf8 = new(encoderShouldEmitUTF8Identifier: false);
        StreamWriter output = new(ProcessOutput.Open(1), utf8, WriteBuffer);
        StreamWriter error = new(ProcessOutput.Open(2), utf8) { AutoFlush = true };
        bool screen = !Console.IsOutputRedirected;
        bool plain = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            || Environment.GetEnvironmentVariable("TERM") == "dumb";
        return new Terminal(new LazyInput(utf8), output, error, WidthOf(screen), screen && !plain);
    }

    /// <summary>Draws something on standard output.</summary>
    public void Draw(IRenderable what)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Output),
            Ansi = colour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colour ? ColorSystemSupport.EightBit : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = Width;
        console.Profile.Capabilities.Unicode = true;
        console.Write(new VisibleRendering(what));
    }

    /// <inheritdoc/>
    public void Dispose() => Output.Flush();

    private static int WidthOf(bool screen)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), out int columns) && columns > 0)
        {
            return columns;
        }

        return screen && Console.WindowWidth > 0 ? Console.WindowWidth : WidthOfFiles;
    }

    /// <summary>Standard input, opened when first read.</summary>
    private sealed class LazyInput(Encoding encoding) : TextReader
    {
        private StreamReader? _reader;

        private StreamReader Reader => _reader ??= new StreamReader(StandardDescriptors.InputIsMissing() ? Stream.Null : Console.OpenStandardInput(), encoding);

        public override ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default) => Reader.ReadAsync(buffer, cancellationToken);

        public override string? ReadLine() => Reader.ReadLine();

        public override Task<string?> ReadLineAsync() => Reader.ReadLineAsync();

        public override ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken) => Reader.ReadLineAsync(cancellationToken);
    }
}
