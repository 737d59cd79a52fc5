namespace LocalRig.Catalog;

/// <summary>Quantizations as people say them: <c>q4</c>, <c>4-bit</c>, <c>qat</c>.</summary>
internal static class CasualQuant
{
    private static readonly Dictionary<string, string> ByWord = new(StringComparer.OrdinalIgnoreCase)
    {
        ["q2"] = "Q2_K",
        ["q3"] = "Q3_K_M",
        ["q4"] = "Q4_K_M",
        ["q5"] = "Q5_K_M",
        ["q6"] = "Q6_K",
        ["q8"] = "Q8_0",
        ["fp16"] = "F16",
        ["16bit"] = "F16",
        ["2bit"] = "Q2_K",
        ["3bit"] = "Q3_K_M",
        ["4bit"] = "Q4_K_M",
        ["5bit"] = "Q5_K_M",
        ["6bit"] = "Q6_K",
        ["8bit"] = "Q8_0",
        ["int4"] = "Q4_K_M",
        ["int8"] = "Q8_0",
        ["mxfp4"] = "MXFP4_MOE",
        ["qat"] = "Q4_0", // Google's quantization-aware training of Gemma 3 is for Q4_0 (its model cards)
    };

    /// <summary>Takes such a word out of a name's words, and says what it was taken for.</summary>
    public static (string? Quant, string Notice) Take(List<string> words)
    {
        for (int at = words.Count - 1; at > 0; at--)
        {
            if (at + 1 < words.Count && words[at + 1].Equals("bit", StringComparison.OrdinalIgnoreCase) && ByWord.TryGetValue(words[at] + "bit", out string? bits))
            {
                string said = $"{words[at]}-bit";
                words.RemoveRange(at, 2);
                return (bits, $"\"{said}\" is taken for {bits}.");
            }

            if (ByWord.TryGetValue(words[at], out string? quant))
            {
                string said = words[at];
                words.RemoveAt(at);
                return (quant, quant.Equals(said, StringComparison.OrdinalIgnoreCase) ? "" : $"\"{said}\" is taken for {quant}.");
            }
        }

        return (null, "");
    }
}
