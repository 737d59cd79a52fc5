using LocalRig.Contract;

namespace LocalRig.Cli;

/// <summary>One line on the error screen that says what is waited for, written over itself, and gone when the answer comes.</summary>
internal static class WaitingLine
{
    private const string ToLineStart = "\r";
    private const string EraseLine = "\u001b[K"; // ECMA-48, EL

    /// <summary>What to tell it to; null where nobody looks at the error output.</summary>
    public static Action<string>? Of(TextWriter error) =>
        Console.IsErrorRedirected ? null : text => error.Write(ToLineStart + EraseLine + VisibleText.Of(text));
}
