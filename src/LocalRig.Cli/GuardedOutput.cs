using LocalRig.Contract;

namespace LocalRig.Cli;

/// <summary>Runs a command whose answer may find no place: a full disk, a closed output, a reader that went away.</summary>
internal static class GuardedOutput
{
    /// <summary>What a process gets that a broken pipe ended: 128 and SIGPIPE's number.</summary>
    public const int ReaderGone = 141;

    /// <summary>Runs a command on a terminal and gives its exit code.</summary>
    public static async Task<int> RunAsync(Func<Terminal> open, Func<Terminal, Task<int>> command)
    {
        Terminal terminal = open();
        try
        {
            int code = await command(terminal);
            terminal.Output.Flush();
            return code;
        }
        catch (ReaderGoneException)
        {
            return ReaderGone;
        }
        catch (IOException full)
        {
            return Say(terminal, full.Message);
        }
    }

    private static int Say(Terminal terminal, string reason)
    {
        try
        {
            terminal.Error.WriteLine($"localrig: The answer can't be written: {reason.TrimEnd('.')}.");
        }
        catch (IOException)
        {
            // Nobody can be told; the exit code remains.
        }

        return ErrorCode.Unexpected.ExitCode();
    }
}
