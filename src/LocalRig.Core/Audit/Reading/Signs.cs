using System.Buffers;

namespace LocalRig.Audit.Reading;

/// <summary>Letters that a pattern can't match without. Most pieces have few of them, and looking for them takes a hundredth of the pattern's time.</summary>
internal static class Signs
{
    public static SearchValues<string> PerParameter { get; } = Of("param", "weight", "billion");

    public static SearchValues<string> Parameters { get; } = Of("param", "total");

    public static SearchValues<string> Byte { get; } = Of("byte");

    public static SearchValues<string> Bits { get; } = Of("bit", "bpw");

    public static SearchValues<string> Rate { get; } = Of("tok", "t/s", "tps");

    public static SearchValues<string> Compared { get; } = Of("versus", "vs", "against", "compared");

    public static SearchValues<string> Generated { get; } = Of("generation");

    public static SearchValues<string> PerSecond { get; } = Of("B/s");

    public static SearchValues<string> License { get; } = Of("Apache", "MIT", "Communit", "Gemma", "CC-BY", "CC BY");

    public static SearchValues<string> Year { get; } = Of("20");

    public static SearchValues<string> Active { get; } = Of("activ");

    public static SearchValues<string> Layers { get; } = Of("layers", "-ngl");

    public static SearchValues<string> Context { get; } = Of("context", "ctx", "window", "token");

    public static SearchValues<string> Times { get; } = Of("x ", "× ", "times ");

    public static SearchValues<string> Quant { get; } = Of(
        "Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7", "Q8", "bit", "precision", "Dynamic", "float16", "float32", "fp16", "fp32", "bf16", "bf32", "f16", "f32", "FP4", "FP8", "int4", "int8");

    public static SearchValues<string> Series { get; } = Of("series", "Silicon", "datacenter", "data cent");

    /// <summary>What every device's name has, and every class of devices.</summary>
    public static SearchValues<string> Device { get; } = Of(
    [
        "RTX", "GTX", "RX", "Arc", "Tesla", "Quadro", "MacBook", "Mac ", "Threadripper", "A0", "A10", "A40", "A4000", "A5000", "A6000", "H100", "H200", "B200", "V100", "P100", "P40", "L4", "T4", "DGX", "Strix", "Ryzen",
        "9060", "9070", "GB ", "GB-", "laptop", "notebook",
        .. Digits('1', '6').Select(d => $"M{d}"), .. Digits('0', '9').Select(d => $"MI{d}"),
        .. from hundred in Digits('3', '5') from ten in Digits('5', '9') select $"{hundred}0{ten}0",
        .. from thousand in Digits('6', '7') from hundred in Digits('4', '9') select $"{thousand}{hundred}00",
    ]);

    public static SearchValues<string> Dash { get; } = Of("0 -", "0 –", "0 —", "6 –", "4 –");

    public static SearchValues<string> Processor { get; } = Of("Ryzen", "Core ", "i3-", "i5-", "i7-", "i9-", "EPYC", "Xeon", "Snapdragon", "Raspberry");

    public static SearchValues<string> Money { get; } = Of("$", "€", "£");

    public static SearchValues<string> Gigabytes { get; } = Of("GB", "GiB", "MB", "MiB", "TB", "TiB");

    /// <summary>Makers' names of models that carry no size.</summary>
    public static SearchValues<string> Sizeless { get; } = Of("DeepSeek", "Mixtral", "Phi", "GLM", "Llama 4", "Kimi", "MiniMax", "Mistral", "Qwen3-Coder");

    public static SearchValues<string> Family { get; } = Of("Qwen", "Llama", "Gemma", "Mistral", "Granite", "OLMo");

    public static SearchValues<string> Hundred { get; } = Of("100");

    public static SearchValues<string> Percent { get; } = Of("%");

    /// <summary>Whether a piece has one of them, in small or capital letters.</summary>
    public static bool In(string text, SearchValues<string> any) => text.AsSpan().ContainsAny(any);

    /// <summary>Whether a piece has a figure with a B behind it, as every size of a model has.</summary>
    public static bool HasSize(string text)
    {
        ReadOnlySpan<char> rest = text;
        for (int at = rest.IndexOfAny('b', 'B'); at >= 0; at = rest.IndexOfAny('b', 'B'))
        {
            ReadOnlySpan<char> before = rest[..at].TrimEnd();
            if (before.Length > 0 && char.IsDigit(before[^1]))
            {
                return true;
            }

            rest = rest[(at + 1)..];
        }

        return false;
    }

    private static IEnumerable<char> Digits(char first, char last) => Enumerable.Range(first, last - first + 1).Select(d => (char)d);

    private static SearchValues<string> Of(params string[] any) => SearchValues.Create(any, StringComparison.OrdinalIgnoreCase);
}
