using System.Collections.Frozen;

namespace LocalRig.Quantization;

/// <summary>Other spellings of recipe names: llama.cpp's own descriptions (llama-model-loader.cpp, llama_model_ftype_name),
/// llama-quantize's aliases (tools/quantize/quantize.cpp), what publishers and listings write.</summary>
internal static class RecipeNames
{
    private static readonly FrozenDictionary<string, string> Aliases = new Dictionary<string, string>
    {
        ["ALL_F32"] = "F32",
        ["FP32"] = "F32",
        ["FP16"] = "F16",
        ["Q3_K"] = "Q3_K_M",
        ["Q4_K"] = "Q4_K_M",
        ["Q5_K"] = "Q5_K_M",
        ["Q2_K_MEDIUM"] = "Q2_K",
        ["Q2_K_SMALL"] = "Q2_K_S",
        ["Q3_K_SMALL"] = "Q3_K_S",
        ["Q3_K_MEDIUM"] = "Q3_K_M",
        ["Q3_K_LARGE"] = "Q3_K_L",
        ["Q4_K_SMALL"] = "Q4_K_S",
        ["Q4_K_MEDIUM"] = "Q4_K_M",
        ["Q5_K_SMALL"] = "Q5_K_S",
        ["Q5_K_MEDIUM"] = "Q5_K_M",
        ["MXFP4"] = "MXFP4_MOE",
    }.ToFrozenDictionary();

    /// <summary>The canonical spelling, or the name in upper case with underscores when it is no alias.</summary>
    public static string Normalize(string name)
    {
        // "IQ3_S mix - 3.66 bpw", "IQ2_XXS - 2.0625 bpw", "Q4_0, guessed"
        string text = name.Trim().ToUpperInvariant();
        bool mix = text.StartsWith("IQ3_S MIX", StringComparison.Ordinal);
        int bits = text.IndexOf(" BPW", StringComparison.Ordinal);
        if (bits > 0)
        {
            int dash = text.LastIndexOf(" - ", bits, StringComparison.Ordinal);
            text = dash > 0 ? text[..dash] : text;
        }

        if (mix)
        {
            return "IQ3_M";
        }

        string key = string.Join('_', text.Split([' ', '-', '_', '.'], StringSplitOptions.RemoveEmptyEntries));
        return Aliases.GetValueOrDefault(key, key);
    }
}
