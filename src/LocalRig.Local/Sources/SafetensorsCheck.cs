using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LocalRig.Architectures;
using LocalRig.Formats.Safetensors;
using LocalRig.Models;

namespace LocalRig.Local.Sources;

/// <summary>Holds a safetensors folder's tensors against its config.json: a folder that was put together wrongly is no model of any size.</summary>
internal static partial class SafetensorsCheck
{
    // transformers' names of what GGUF calls otherwise (gguf-py, tensor_mapping.py), for the parts all plain transformers have.
    private static readonly ImmutableDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["self_attn.q_proj"] = "attn_q",
        ["self_attn.k_proj"] = "attn_k",
        ["self_attn.v_proj"] = "attn_v",
        ["self_attn.o_proj"] = "attn_output",
        ["mlp.gate_proj"] = "ffn_gate",
        ["mlp.up_proj"] = "ffn_up",
        ["mlp.down_proj"] = "ffn_down",
        ["input_layernorm"] = "attn_norm",
    }.ToImmutableDictionary();

    /// <summary>The first tensor that isn't what the config demands, as one sentence; null where nothing is known against them.</summary>
    /// <param name="tensors">The folder's tensors, not quantized by a format of their own.</param>
    /// <param name="weights">What a model of this config has, in GGUF's names.</param>
    /// <param name="layers">Main layers the config counts.</param>
    public static string? Fault(SafetensorsModel tensors, ImmutableArray<WeightShape> weights, int layers)
    {
        Dictionary<string, TensorShape> wanted = weights.ToDictionary(w => w.Name, w => w.Shape);
        int all = weights.Max(w => WeightList.LayerOf(w.Name)) + 1;
        HashSet<int> found = [];
        foreach (SafetensorsTensor tensor in tensors.Tensors)
        {
            if (NameOf(tensor.Name) is not string name)
            {
                continue;
            }

            int layer = WeightList.LayerOf(name);
            found.Add(layer);
            string has = string.Join(" x ", tensor.Shape.Reverse());
            if (wanted.TryGetValue(name, out TensorShape shape) && has != shape.ToString())
            {
                return $"The tensor '{tensor.Name}' has {has} elements where config.json demands {shape}.";
            }

            if (layer >= all)
            {
                return $"The tensor '{tensor.Name}' belongs to a layer beyond the {layers} that config.json counts.";
            }
        }

        // Names of another kind altogether tell nothing.
        int missing = Enumerable.Range(0, layers).FirstOrDefault(i => found.Any(f => f >= 0) && !found.Contains(i), -1);
        return missing < 0 ? null : $"No tensor is there for layer {missing} of the {layers} that config.json counts.";
    }

    private static string? NameOf(string name)
    {
        if (name.Contains("vision", StringComparison.Ordinal) || name.Contains("visual", StringComparison.Ordinal) || name.Contains("mtp", StringComparison.Ordinal))
        {
            return null;
        }

        if (name.EndsWith("embed_tokens.weight", StringComparison.Ordinal) && !name.Contains("layers.", StringComparison.Ordinal) && !name.Contains("per_layer", StringComparison.Ordinal))
        {
            return "token_embd.weight";
        }

        return Layer().Match(name) is { Success: true } match && Names.TryGetValue(match.Groups[2].Value, out string? part) ? $"blk.{match.Groups[1].Value}.{part}.weight" : null;
    }

    [GeneratedRegex(@"^(?:model\.|language_model\.){0,3}layers\.(\d{1,3})\.([a-z_.]+)\.weight$")]
    private static partial Regex Layer();
}
