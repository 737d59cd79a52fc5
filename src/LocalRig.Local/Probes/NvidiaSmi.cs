using System.Collections.Immutable;

namespace LocalRig.Local.Probes;

/// <summary>Asks <c>nvidia-smi</c> (its manual: comma-separated, MiB without units, <c>[N/A]</c> where the driver has no answer). A field an older
/// driver doesn't know is left out: <c>compute_cap</c> is missing in 470 and before, <c>mig.mode.current</c> before 450.</summary>
internal static class NvidiaSmi
{
    /// <summary>The tool.</summary>
    public const string Tool = "nvidia-smi";

    /// <summary>All memory of a card.</summary>
    public const string MemoryField = "memory.total";

    /// <summary>What is free of it.</summary>
    public const string FreeField = "memory.free";

    /// <summary>Compute capability: <c>8.6</c>.</summary>
    public const string CapabilityField = "compute_cap";

    /// <summary>Whether it is cut into slices.</summary>
    public const string SlicesField = "mig.mode.current";

    /// <summary>The fields asked for, in order.</summary>
    public static readonly ImmutableArray<string> Fields = ["name", MemoryField, FreeField, CapabilityField, SlicesField];

    // Where it lies when the path doesn't have it: under Windows' Linux (Microsoft's and NVIDIA's guides to CUDA on WSL), and with Windows
    // drivers before DCH ones.
    private static readonly string[] Elsewhere = ["/usr/lib/wsl/lib/nvidia-smi", "/usr/bin/nvidia-smi", @"C:\Program Files\NVIDIA Corporation\NVSMI\nvidia-smi.exe"];

    /// <summary>Asks it: once, or again without what it doesn't know; and for slices where there are any.</summary>
    public static async Task<NvidiaAnswer> AskAsync(IMachineTexts texts, TimeSpan patience)
    {
        string tool = Tool;
        List<string> fields = [.. Fields];
        ToolAnswer answer = await QueryAsync(texts, patience, tool, fields).ConfigureAwait(false);
        foreach (string path in Elsewhere.Where(p => texts.System == OperatingKind.Windows == p.EndsWith(".exe", StringComparison.Ordinal)))
        {
            if (answer.State == ToolState.Missing && await QueryAsync(texts, patience, path, fields).ConfigureAwait(false) is { State: not ToolState.Missing } found)
            {
                (tool, answer) = (path, found);
            }
        }

        while (answer.State is ToolState.Failed or ToolState.Answered && Unknown(answer.Printed, fields) is string field)
        {
            fields.Remove(field);
            answer = await QueryAsync(texts, patience, tool, fields).ConfigureAwait(false);
        }

        ImmutableArray<NvidiaLine> lines = [.. NvidiaLine.Read(answer.Printed, fields)];
        bool slices = lines.Any(static l => l.Sliced || (l.Memory is null && !l.SharesHostMemory));
        slices |= !lines.IsEmpty && texts.Variable(VisibleCards.Variable) is not null;
        string listing = slices ? (await texts.AskAsync(patience, tool, "-L").ConfigureAwait(false)).Printed : "";
        return new NvidiaAnswer(answer.State, answer.Reason, tool, [.. fields], answer.Printed, listing);
    }

    private static Task<ToolAnswer> QueryAsync(IMachineTexts texts, TimeSpan patience, string tool, IEnumerable<string> fields) =>
        texts.AskAsync(patience, tool, $"--query-gpu={string.Join(',', fields)}", "--format=csv,noheader,nounits");

    /// <summary>The field of <c>Field "compute_cap" is not a valid field to query.</c></summary>
    private static string? Unknown(string printed, List<string> fields) =>
        printed.Contains("is not a valid field to query", StringComparison.Ordinal) ? fields.Skip(1).FirstOrDefault(f => printed.Contains($"\"{f}\"", StringComparison.Ordinal)) : null;
}
