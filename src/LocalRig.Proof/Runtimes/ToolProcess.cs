using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using LocalRig.Contract;

namespace LocalRig.Proof.Runtimes;

/// <summary>A runtime's tool while it runs: what it prints, line by line. It never outlives this object.</summary>
internal sealed partial class ToolProcess : IDisposable
{
    private const int Interrupt = 2; // SIGINT
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly TaskCompletionSource _outputEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _errorEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _output = [];
    private readonly List<string> _all = [];

    private ToolProcess(Process process, Action<string>? line)
    {
        _process = process;
        process.OutputDataReceived += (_, e) => Take(e.Data, _output, _outputEnded, line);
        process.ErrorDataReceived += (_, e) => Take(e.Data, null, _errorEnded, null);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Lines of standard output so far.</summary>
    public IReadOnlyList<string> Output
    {
        get
        {
            lock (_all)
            {
                return [.. _output];
            }
        }
    }

    /// <summary>Lines of both outputs so far, in the order they were read.</summary>
    public IReadOnlyList<string> All
    {
        get
        {
            lock (_all)
            {
                return [.. _all];
            }
        }
    }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Its exit code, once it ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts a tool.</summary>
    /// <param name="tool">Its file.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="line">Told each line of standard output as it comes.</param>
    /// <exception cref="RequestException">It can't be started.</exception>
    public static ToolProcess Start(string tool, IEnumerable<string> arguments, Action<string>? line = null)
    {
        ProcessStartInfo start = new(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        start.Environment["LC_ALL"] = "C"; // numbers and messages are read in English
        try
        {
            return new ToolProcess(Process.Start(start)!, line);
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            throw new RequestException(new Problem(ErrorCode.Runtime, $"{Path.GetFileName(tool)} can't be started: {e.Message}.", "Name the folder of the runtime's tools with --runtime.", "runtime"));
        }
    }

    /// <summary>Runs a tool to its end and gives both outputs.</summary>
    /// <exception cref="RequestException">It can't be started, or took too long.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static async Task<ToolProcess> RunAsync(string tool, IEnumerable<string> arguments, TimeSpan patience, CancellationToken cancellation)
    {
        ToolProcess process = Start(tool, arguments);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            await process.EndAsync(limit.Token).ConfigureAwait(false);
            return process;
        }
        catch (OperationCanceledException)
        {
            process.Dispose();
            cancellation.ThrowIfCancellationRequested();
            throw new RequestException(new Problem(ErrorCode.Runtime, $"{Path.GetFileName(tool)} gave no answer within {patience.TotalSeconds:0} s.", "Try again when the machine is less busy.", "runtime"));
        }
    }

    /// <summary>Waits for its end and for all it printed.</summary>
    public async Task EndAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        await Task.WhenAll(_outputEnded.Task, _errorEnded.Task).WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Asks it to end, as Ctrl-C does, and waits; it is killed where it doesn't.</summary>
    public async Task StopAsync()
    {
        if (_process.HasExited)
        {
            return;
        }

        if (OperatingSystem.IsWindows() || Kill(_process.Id, Interrupt) != 0)
        {
            _process.Kill(entireProcessTree: true);
        }

        using CancellationTokenSource limit = new(Farewell);
        try
        {
            await EndAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // it ended meanwhile
        }

        _process.Dispose();
    }

    private void Take(string? text, List<string>? into, TaskCompletionSource ended, Action<string>? line)
    {
        if (text is null)
        {
            ended.TrySetResult();
            return;
        }

        lock (_all)
        {
            _all.Add(text);
            into?.Add(text);
        }

        line?.Invoke(text);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
