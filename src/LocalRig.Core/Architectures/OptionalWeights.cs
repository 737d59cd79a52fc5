using System.Collections.Frozen;
using LocalRig.Models;

namespace LocalRig.Architectures;

/// <summary>Weights that llama.cpp takes where a file has them and does without where it hasn't (TENSOR_NOT_REQUIRED in src/models/*.cpp;
/// create_tensor_qkv, create_tensor_gate_up_exps and load_tensors in llama-model.cpp). Held against the real engine by WeightCheckTests.</summary>
internal static class OptionalWeights
{
    private const string WeightEnding = ".weight";

    // create_tensor_qkv: one matrix in place of three.
    private static readonly FrozenSet<string> FusesAttention =
        new[] { "llama", "mistral3", "qwen2", "qwen3", "qwen3moe", "gemma3", "gpt-oss", "glm4moe", "qwen35", "qwen35moe" }.ToFrozenSet();

    // The same function takes biases where the family has none of its own.
    private static readonly FrozenSet<string> TakesAttentionBias = new[] { "llama", "mistral3", "qwen3", "qwen3moe", "qwen3next", "gemma3", "qwen35", "qwen35moe" }.ToFrozenSet();

    private static readonly FrozenSet<string> MayLackAttentionBias = new[] { "qwen2", "gpt-oss", "glm4moe" }.ToFrozenSet();
    private static readonly FrozenSet<string> FusesExperts = new[] { "qwen3next", "qwen35moe", "deepseek2" }.ToFrozenSet();
    private static readonly FrozenSet<string> TakesRotaryFactors = new[] { "llama", "mistral3", "gemma4" }.ToFrozenSet();
    private static readonly FrozenSet<string> TakesAllBiases = new[] { "llama", "mistral3" }.ToFrozenSet();

    // Matrices that may have a scale beside them (NVFP4 and others of few bits).
    private static readonly FrozenSet<string> Scaled = new[]
    {
        "attn_q", "attn_k", "attn_v", "attn_qkv", "attn_output", "attn_gate", "ffn_gate", "ffn_up", "ffn_down", "ffn_gate_shexp", "ffn_up_shexp", "ffn_down_shexp",
        "ffn_gate_exps", "ffn_up_exps", "ffn_down_exps", "ssm_out", "ssm_alpha", "ssm_beta",
    }.ToFrozenSet();

    /// <summary>Facts the tensors show, as far as the family looks at them.</summary>
    public static WeightTraits TraitsOf(Architecture architecture, TensorLayout tensors)
    {
        WeightTraits shown = WeightTraits.Of(tensors);
        return shown with
        {
            TiedEmbeddings = shown.TiedEmbeddings && architecture.Name != "gpt-oss", // openai-moe.cpp has no fallback
            RotaryFactors = architecture.Name == "gemma4" || (shown.RotaryFactors && TakesRotaryFactors.Contains(architecture.Name)),
            QkvBias = shown.QkvBias && architecture.Name == "stablelm", // optional in the others, each by itself
            LongRotaryFactors = shown.LongRotaryFactors && architecture.Name is "phi3" or "llama",
        };
    }

    /// <summary>Whether the engine loads a file without a tensor that the header demands.</summary>
    public static bool MayBeMissing(Architecture architecture, string name, IReadOnlyDictionary<string, TensorInfo> has)
    {
        (string layer, string rest) = Split(name);
        string family = architecture.Name;
        return rest switch
        {
            "attn_q.weight" or "attn_k.weight" or "attn_v.weight" when FusesAttention.Contains(family) && has.ContainsKey(layer + "attn_qkv.weight") => true,
            "attn_q.bias" or "attn_k.bias" or "attn_v.bias" => MayLackAttentionBias.Contains(family),
            "ffn_gate_exps.weight" or "ffn_up_exps.weight" => FusesExperts.Contains(family) && has.ContainsKey(layer + "ffn_gate_up_exps.weight"),
            "ffn_gate_up_exps.weight" => family == "gemma4" && has.ContainsKey(layer + "ffn_gate_exps.weight"),
            "attn_q_norm.weight" or "attn_k_norm.weight" when family == "glm4moe" => true,
            "exp_probs_b.bias" => family == "deepseek2",
            "nextn.shared_head_norm.weight" => true,
            "attn_v.weight" or "layer_output_scale.weight" or "ffn_down_exps.scale" when family == "gemma4" => true,
            "attn_k.weight" or "attn_k_norm.weight" when family == "gemma4" => LayerAt(architecture, name) is { SharesEarlierCache: true },
            _ => false,
        };
    }

    /// <summary>The shape of a tensor the header doesn't demand and the engine takes all the same; null where it has no place for it.</summary>
    /// <param name="architecture">What the header says.</param>
    /// <param name="name">The tensor's name.</param>
    /// <param name="wanted">Shapes of what is demanded.</param>
    /// <param name="has">What the file has.</param>
    public static TensorShape? ShapeOf(Architecture architecture, string name, IReadOnlyDictionary<string, TensorShape> wanted, IReadOnlyDictionary<string, TensorInfo> has)
    {
        (string layer, string rest) = Split(name);
        string family = architecture.Name;
        if (layer.Length == 0)
        {
            return name switch
            {
                "output.bias" when family == "qwen2" => new TensorShape(architecture.VocabularySize),
                "cls.output.weight" when family == "qwen3" => new TensorShape(architecture.EmbeddingLength, architecture.Metadata.Count($"{family}.classifier.output_labels") ?? 1),
                _ => null,
            };
        }

        TensorShape? Of(string stem) => wanted.TryGetValue(layer + stem + WeightEnding, out TensorShape shape) ? shape : null;
        bool main = WeightList.LayerOf(name) < architecture.Layers.Length;
        string stem = rest.LastIndexOf('.') is var dot and >= 0 ? rest[..dot] : rest;
        return (rest, rest[stem.Length..]) switch
        {
            (_, ".scale" or ".input_scale") when main && Scaled.Contains(stem) => Of(stem) is { } matrix ? new TensorShape(matrix.Ne2) : null,
            ("attn_q.bias" or "attn_k.bias" or "attn_v.bias", _) when TakesAttentionBias.Contains(family) => Of(stem) is { } matrix ? new TensorShape(matrix.Ne1) : null,
            ("attn_output.bias" or "ffn_gate.bias" or "ffn_up.bias" or "ffn_down.bias", _) when TakesAllBiases.Contains(family) => Of(stem) is { } matrix ? new TensorShape(matrix.Ne1) : null,
            ("attn_qkv.bias", _) when family == "phi3" => Of(stem) is { } matrix ? new TensorShape(matrix.Ne1) : null,
            ("attn_qkv.weight", _) when FusesAttention.Contains(family) && !has.ContainsKey(layer + "attn_q.weight") =>
                (Of("attn_q"), Of("attn_k"), Of("attn_v")) is ({ } q, { } k, { } v) ? new TensorShape(q.Ne0, q.Ne1 + k.Ne1 + v.Ne1) : null,
            ("ffn_gate_up_exps.weight", _) when FusesExperts.Contains(family) && !has.ContainsKey(layer + "ffn_gate_exps.weight") =>
                Of("ffn_gate_exps") is { } gate ? gate with { Ne1 = 2 * gate.Ne1 } : null,
            ("ffn_gate_exps.weight" or "ffn_up_exps.weight", _) when family == "gemma4" && !has.ContainsKey(layer + "ffn_gate_up_exps.weight") =>
                Of("ffn_gate_up_exps") is { } both ? both with { Ne1 = both.Ne1 / 2 } : null,
            ("nextn.embed_tokens.weight" or "nextn.shared_head_head.weight", _) when !main => new TensorShape(architecture.EmbeddingLength, architecture.VocabularySize),
            _ => null,
        };
    }

    private static Layer? LayerAt(Architecture architecture, string name) =>
        WeightList.LayerOf(name) is var layer && layer < architecture.Layers.Length ? architecture.Layers[layer] : null;

    /// <summary><c>blk.7.</c> and what follows it; nothing and all of it where no layer is named.</summary>
    private static (string Layer, string Weight) Split(string name)
    {
        int at = WeightList.LayerOf(name) >= 0 ? name.IndexOf('.', 4) + 1 : 0;
        return (name[..at], name[at..]);
    }
}
