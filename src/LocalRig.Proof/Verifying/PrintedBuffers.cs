using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using LocalRig.Units;

namespace LocalRig.Proof.Verifying;

/// <summary>What a llama.cpp tool printed of its memory.</summary>
internal static partial class PrintedBuffers
{
    /// <summary>The name LocalRig gives main memory.</summary>
    public const string Host = "host";

    private static readonly ByteSize Mebibyte = new(ByteSize.BytesPerMebibyte);
    private static readonly ByteSize Hundredth = new(ByteSize.BytesPerMebibyte / 100);

    /// <summary>What <c>llama-fit-params -fitp on</c> prints: a line for each device, MiB of weights, context and compute buffers (tools/fit-params).</summary>
    public static ImmutableArray<ActualPart> OfFitParams(IEnumerable<string> lines) =>
        [
            .. lines.Select(l => Line().Match(l)).Where(m => m.Success).SelectMany(m =>
            {
                string device = m.Groups[1].Value == "Host" ? Host : m.Groups[1].Value;
                return new[]
                {
                    new ActualPart(device, ModelPart.Weights, Whole(m.Groups[2].Value), Mebibyte),
                    new ActualPart(device, ModelPart.Context, Whole(m.Groups[3].Value), Mebibyte),
                    new ActualPart(device, ModelPart.Compute, Whole(m.Groups[4].Value), Mebibyte),
                };
            }),
        ];

    /// <summary>What <c>llama-server -lv 4</c> prints while it loads: <c>CUDA0 model buffer size = 123.45 MiB</c>. Buffers of one part of one device are added up,
    /// the draft's context with the model's.</summary>
    public static ImmutableArray<ActualPart> OfServer(IEnumerable<string> lines) =>
        [
            .. Standing(lines)
                .GroupBy(m => (Device: DeviceOf(m.Groups[1].Value), Part: PartOf(m.Groups[2].Value)))
                .Select(g => new ActualPart(g.Key.Device, g.Key.Part, new ByteSize(g.Sum(m => Fraction(m.Groups[3].Value))), Hundredth * g.Count())),
        ];

    /// <summary>Buffers that are still there: a context that reserves its scratch again gives the earlier back.</summary>
    private static List<Match> Standing(IEnumerable<string> lines)
    {
        List<Match> standing = [];
        int context = 0;
        foreach (string line in lines)
        {
            if (line.Contains("constructing llama_context", StringComparison.Ordinal))
            {
                context = standing.Count;
            }
            else if (line.Contains("sched_reserve: reserving", StringComparison.Ordinal))
            {
                Match[] later = [.. standing.Skip(context).Where(m => m.Groups[2].Value != "compute")];
                standing.RemoveRange(context, standing.Count - context);
                standing.AddRange(later);
            }
            else if (Buffer().Match(line) is { Success: true } buffer)
            {
                standing.Add(buffer);
            }
        }

        return standing;
    }

    /// <summary>Whether buffers of weights were mapped from the file rather than read.</summary>
    public static bool AreMapped(IEnumerable<string> lines) => lines.Any(static l => l.Contains("_Mapped model buffer size", StringComparison.Ordinal));

    /// <summary>Buffers of the processor, pinned for a device or packed anew for its instructions, are main memory; RPC devices are named by their server in brackets.</summary>
    private static string DeviceOf(string buffer) =>
        buffer.StartsWith("CPU", StringComparison.Ordinal) || buffer.EndsWith("_Host", StringComparison.Ordinal) || buffer is "AMX" or "KleidiAI" or "SPACEMIT" ? Host
        : buffer.EndsWith("_Mapped", StringComparison.Ordinal) ? buffer[..^"_Mapped".Length]
        : buffer.Contains('[', StringComparison.Ordinal) ? buffer[..buffer.IndexOf('[', StringComparison.Ordinal)]
        : buffer;

    private static ModelPart PartOf(string word) =>
        word switch { "model" => ModelPart.Weights, "KV" or "RS" => ModelPart.Context, "compute" => ModelPart.Compute, _ => ModelPart.Output };

    private static ByteSize Whole(string mebibytes) => new(long.Parse(mebibytes, CultureInfo.InvariantCulture) * ByteSize.BytesPerMebibyte);

    private static long Fraction(string mebibytes) => (long)(double.Parse(mebibytes, CultureInfo.InvariantCulture) * ByteSize.BytesPerMebibyte);

    [GeneratedRegex(@"^(Host|[A-Za-z]+\d+) (\d+) (\d+) (\d+)\s*$")]
    private static partial Regex Line();

    [GeneratedRegex(@"\s(\S+) +(model|KV|RS|compute|output) buffer size = +(\d+\.\d+) MiB")]
    private static partial Regex Buffer();
}

/// <summary>One part of a model in one memory, as a runtime gives it.</summary>
/// <param name="Device">The runtime's name of the device; <see cref="PrintedBuffers.Host"/> for main memory.</param>
/// <param name="Part">Which part.</param>
/// <param name="Size">How much.</param>
/// <param name="Resolution">How exactly it was printed.</param>
internal readonly record struct ActualPart(string Device, ModelPart Part, ByteSize Size, ByteSize Resolution);

/// <summary>What a memory holds of a model.</summary>
public enum ModelPart
{
    /// <summary>Weights.</summary>
    Weights,

    /// <summary>Key/value caches and recurrent state.</summary>
    Context,

    /// <summary>Scratch for one batch.</summary>
    Compute,

    /// <summary>Logits and embeddings handed over.</summary>
    Output,

    /// <summary>All of it, where a runtime says no more.</summary>
    All,
}
