using System.Diagnostics;
using Xunit;

namespace LocalRig.Core.Tests;

/// <summary>The real llama.cpp, from the root that eng/llama-root makes; tests that ask for it are skipped where it is absent.</summary>
internal static class RealLlama
{
    private static string Folder =>
        Environment.GetEnvironmentVariable("LOCALRIG_LLAMA_ROOT") is { Length: > 0 } given
            ? given
            : Path.Combine(TestData.Root, "artifacts", "llama-root");

    /// <summary>Skips the running test, with the reason, where there is no such root.</summary>
    public static void Require()
    {
        if (!File.Exists(Path.Combine(Folder, ".localrig-ready")))
        {
            Assert.Skip($"No real llama.cpp at {Folder}: make it with eng/llama-root (needs root and debootstrap).");
        }
    }

    /// <summary>Skips the running test, with the reason, where the root lacks stand-in cards of a backend: cuda, hip or vulkan.</summary>
    public static void RequireCards(string backend)
    {
        Require();
        string cards = Path.Combine(Folder, "opt", "cards", backend);
        if (!File.Exists(Path.Combine(cards, "ready")))
        {
            string missing = Path.Combine(cards, "missing");
            Assert.Skip($"No {backend} cards in {Folder}: {(File.Exists(missing) ? File.ReadAllText(missing).Trim() : "make them with eng/llama-root")}.");
        }
    }

    /// <summary>Starts a tool that runs until it is killed.</summary>
    public static Process Serve(params string[] command)
    {
        Require();
        ProcessStartInfo start = Command(command);
        Process process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Runs a tool and returns all it printed. Files it reads must lie under /tmp.</summary>
    public static string Run(params string[] command)
    {
        Require();
        using Process process = Process.Start(Command(command))!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + errors.Result;
    }

    /// <summary>Runs a tool that doesn't end by itself until it has printed a line with a mark, and returns what it printed up to there.</summary>
    public static string RunUntil(string mark, params string[] command)
    {
        Require();
        using Process process = Process.Start(Command(command))!;
        Task<string> errors = ReadUntil(process.StandardError, mark);
        Task<string> output = ReadUntil(process.StandardOutput, mark);
        Task.WaitAny(Task.WhenAll(errors, output), Marked(errors, mark), Marked(output, mark));
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        return output.Result + errors.Result;
    }

    private static async Task<string> ReadUntil(StreamReader reader, string mark)
    {
        System.Text.StringBuilder text = new();
        while (await reader.ReadLineAsync() is { } line)
        {
            text.AppendLine(line);
            if (line.Contains(mark, StringComparison.Ordinal))
            {
                break;
            }
        }

        return text.ToString();
    }

    /// <summary>Ends where the mark was printed; never where the stream ended without it.</summary>
    private static async Task Marked(Task<string> printed, string mark)
    {
        if (!(await printed).Contains(mark, StringComparison.Ordinal))
        {
            await Task.Delay(Timeout.Infinite);
        }
    }

    private static ProcessStartInfo Command(string[] command)
    {
        var start = new ProcessStartInfo(Path.Combine(TestData.Root, "eng", "llama-root"), ["run", .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LOCALRIG_LLAMA_ROOT"] = Folder;
        return start;
    }
}
