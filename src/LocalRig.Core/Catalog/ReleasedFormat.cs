namespace LocalRig.Catalog;

/// <summary>A format of quantized weights other than GGUF, as names of repositories tell it.</summary>
/// <param name="Quant">What to call it: <c>AWQ</c>, <c>FP8</c>, <c>MLX-4bit</c>.</param>
/// <param name="Format">How it is stored.</param>
internal sealed record ReleasedFormat(string Quant, string Format)
{
    private const string Mlx = "mlx";
    private const string Safetensors = "safetensors";

    private static readonly string[] Named = ["awq", "gptq", "nvfp4", "fp8", "exl2", "exl3", "bnb", "w4a16", "w8a8", "w8a16", "autoround", "hqq", "aqlm"];
    private static readonly string[] Details = ["4bit", "8bit", "3bit", "6bit", "5bit", "2bit", "int4", "int8", "bit", "dynamic", "block", "marlin", "mlx", "dwq", "g128", "bf16"];

    /// <summary>Takes the words of a format out of a name's words; null where they name none.</summary>
    /// <param name="words">The name's words.</param>
    /// <param name="owner">Who publishes it; <c>mlx-community</c> has MLX's format alone.</param>
    public static ReleasedFormat? Take(List<string> words, string owner)
    {
        int at = words.FindIndex(1, w => Named.Contains(w, StringComparer.OrdinalIgnoreCase));
        int mlx = words.FindIndex(w => w.Equals(Mlx, StringComparison.OrdinalIgnoreCase));
        if (at < 0 && mlx <= 0 && !owner.StartsWith("mlx", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string? bits = words.Skip(1).FirstOrDefault(w => w.EndsWith("bit", StringComparison.OrdinalIgnoreCase) && char.IsAsciiDigit(w[0]))
            ?? (words.FindIndex(w => w.Equals("bit", StringComparison.OrdinalIgnoreCase)) is var b and > 1 ? words[b - 1] + "bit" : null);
        string name = at >= 0 ? words[at].ToUpperInvariant() : bits is null ? "MLX" : $"MLX-{bits.ToLowerInvariant()}";
        if (at < 0 && bits is null && words.Skip(1).Any(w => w.Equals("mxfp4", StringComparison.OrdinalIgnoreCase)))
        {
            name = "MLX-MXFP4";
        }

        words.RemoveAll(w => w != words[0] && (Named.Contains(w, StringComparer.OrdinalIgnoreCase) || Details.Contains(w, StringComparer.OrdinalIgnoreCase) || w.Equals(bits, StringComparison.OrdinalIgnoreCase) || (at < 0 && w.Equals("mxfp4", StringComparison.OrdinalIgnoreCase))));
        return new ReleasedFormat(name, at < 0 ? Mlx : Safetensors);
    }
}
