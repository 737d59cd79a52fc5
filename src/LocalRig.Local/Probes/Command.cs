using System.ComponentModel;
using System.Diagnostics;

namespace LocalRig.Local.Probes;

/// <summary>Asks a tool of the system, for a while and no longer.</summary>
internal static class Command
{
    /// <summary>What it printed; it is killed when it takes too long.</summary>
    public static async Task<ToolAnswer> AskAsync(TimeSpan patience, string tool, params string[] arguments)
    {
        ProcessStartInfo start = new(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        // Numbers and messages are read in English.
        start.Environment["LC_ALL"] = "C";
        Process? process;
        try
        {
            process = Process.Start(start);
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            return new ToolAnswer(ToolState.Missing, "", $"{tool} is not installed");
        }

        if (process is null)
        {
            return new ToolAnswer(ToolState.Missing, "", $"{tool} could not be started");
        }

        using (process)
        using (CancellationTokenSource limit = new(patience))
        {
            try
            {
                // Both are read at once: a tool that fills one of them waits until it is read.
                Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
                string printed = await process.StandardOutput.ReadToEndAsync(limit.Token).ConfigureAwait(false);
                string complaint = await errors.ConfigureAwait(false);
                await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
                return Ended(tool, process.ExitCode, printed, complaint);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                return Late(tool, patience);
            }
        }
    }

    /// <summary>A tool that ended: with 0 it answered, else its last words are the reason.</summary>
    internal static ToolAnswer Ended(string tool, int exit, string printed, string complaint)
    {
        if (exit == 0)
        {
            return new ToolAnswer(ToolState.Answered, printed, "");
        }

        string said = $"{printed}\n{complaint}".Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "";
        return new ToolAnswer(ToolState.Failed, $"{printed}\n{complaint}", $"{tool} failed with {exit}{(said.Length > 0 ? $": {said}" : "")}");
    }

    /// <summary>A tool that took too long.</summary>
    internal static ToolAnswer Late(string tool, TimeSpan patience) =>
        new(ToolState.Slow, "", $"{tool} gave no answer within {patience.TotalSeconds:0.#} s");
}
