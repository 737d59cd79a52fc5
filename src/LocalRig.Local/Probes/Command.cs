using System.ComponentModel;
using System.Diagnostics;

namespace LocalRig.Local.Probes;

/// <summary>Asks a tool of the system, for a while and no longer.</summary>
internal static class Command
{
    /// <summary>What it printed, or null with the reason when it is missing, fails, or takes too long (it is killed then).</summary>
    public static async Task<(string? Printed, string Reason)> AskAsync(TimeSpan patience, string tool, params string[] arguments)
    {
        ProcessStartInfo start = new(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        Process? process;
        try
        {
            process = Process.Start(start);
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            return (null, $"{tool} is not installed");
        }

        if (process is null)
        {
            return (null, $"{tool} could not be started");
        }

        using (process)
        using (CancellationTokenSource limit = new(patience))
        {
            try
            {
                string printed = await process.StandardOutput.ReadToEndAsync(limit.Token).ConfigureAwait(false);
                await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
                return process.ExitCode == 0 ? (printed, "") : (null, $"{tool} failed with {process.ExitCode}");
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                return (null, $"{tool} gave no answer within {patience.TotalSeconds:0.#} s");
            }
        }
    }
}
