using LocalRig.Models;

namespace LocalRig.Core.Tests;

/// <summary>The real llama.cpp loading a file's header and tensors, without their data.</summary>
internal static class RealLoad
{
    /// <summary>What llama.cpp says against a file; null where it loads it.</summary>
    public static string? Refusal(Metadata metadata, IEnumerable<TensorInfo> tensors)
    {
        string file = $"/tmp/localrig-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.gguf";
        SyntheticGguf.Write(file, metadata, tensors);
        try
        {
            return Refusal(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>What llama.cpp says against a file under /tmp; null where it loads it.</summary>
    public static string? Refusal(string file)
    {
        string[] printed = RealLlama.Run("llama-fit-params", "-m", file, "-c", "64", "-b", "64", "-ub", "64", "-fit", "off", "-fitp", "on").Split('\n');
        return printed.Any(l => l.StartsWith("Host ", StringComparison.Ordinal)) ? null
            : printed.FirstOrDefault(l => l.Contains("error loading model", StringComparison.Ordinal)) ?? printed.FirstOrDefault(l => l.Contains("ASSERT", StringComparison.Ordinal)) ?? "it ended without a word";
    }
}
