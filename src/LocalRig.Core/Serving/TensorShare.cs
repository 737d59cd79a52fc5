using System.Collections.Immutable;
using LocalRig.Architectures;
using LocalRig.Models;
using LocalRig.Quantization;
using LocalRig.Runtimes;

namespace LocalRig.Serving;

/// <summary>What one device of a tensor-parallel group holds of a weight, by the kinds of layers vLLM builds models of
/// (vllm/model_executor/layers/linear.py and vocab_parallel_embedding.py, one file per family in models/).</summary>
internal sealed class TensorShare(Architecture architecture, Parallelism parallelism, WeightFormat format, int member, ImmutableArray<CheckpointPart> parts = default)
{
    private const int VocabularyPadding = 64; // DEFAULT_VOCAB_PADDING_SIZE
    private const long HalfPrecision = 2;
    private const long SinglePrecision = 4;

    /// <summary>Bytes of a weight on one device.</summary>
    public long Bytes(TensorInfo tensor)
    {
        string role = Role(tensor.Name);
        if (role is "token_embd.weight" or "output.weight")
        {
            long rows = Up(tensor.Shape.Ne1, VocabularyPadding) / parallelism.Tensor;
            WeightFormat? output = role == "output.weight" && !parts.IsDefaultOrEmpty ? parts.FirstOrDefault(static p => p.Name == "output")?.Format : null;
            return (output ?? WeightFormat.Bf16).Bytes(tensor.Shape.Ne0, rows);
        }

        long shared = Elements(tensor, role);
        if (tensor.Type == TensorType.MXFP4)
        {
            return WeightFormat.MxFp4.Bytes(tensor.Shape.Ne0, shared / tensor.Shape.Ne0);
        }

        if (tensor.Type == TensorType.F32 || role == "ssm_ba.weight")
        {
            return shared * (role is "ssm_a" or "exp_probs_b.bias" ? SinglePrecision : HalfPrecision);
        }

        long stored = FormatOf(tensor, role).Bytes(tensor.Shape.Ne0, shared / tensor.Shape.Ne0);

        // Latent attention: the up-projections are kept, and once more at 16 bits as the matrices decoding multiplies with
        // (MLACommonImpl.process_weights_after_loading).
        return role is "attn_k_b.weight" or "attn_v_b.weight" ? stored + shared * HalfPrecision : stored;
    }

    private WeightFormat FormatOf(TensorInfo tensor, string role)
    {
        if (parts.IsDefaultOrEmpty)
        {
            return format;
        }

        int layer = WeightList.LayerOf(tensor.Name);
        string name = role.Contains("_exps.", StringComparison.Ordinal) ? "experts"
            : role.StartsWith("ffn_", StringComparison.Ordinal) ? "mlp"
            : layer >= 0 && layer < architecture.Layers.Length && architecture.Layers[layer].Attention is RecurrentAttention ? "linear"
            : "attention";
        return parts.FirstOrDefault(p => p.Name == name && p.Covers(layer))?.Format ?? format;
    }

    /// <summary>Bytes a decoded token reads of a weight on one device: used experts only, no input table.</summary>
    public long BytesRead(TensorInfo tensor, bool tied)
    {
        if (tensor.Name == "token_embd.weight" && !tied)
        {
            return 0;
        }

        if (Role(tensor.Name) is "attn_k_b.weight" or "attn_v_b.weight")
        {
            return Elements(tensor, Role(tensor.Name)) * HalfPrecision; // decoding reads the second copy alone
        }

        long bytes = Bytes(tensor);
        if (ExpertsOf(tensor) is not { } experts)
        {
            return bytes;
        }

        // at best the used experts lie on as many devices as there are
        int local = parallelism.LocalExperts(experts.Experts, member);
        int used = (experts.Used + parallelism.ExpertRanks - 1) / parallelism.ExpertRanks;
        return bytes / local * Math.Min(used, local);
    }

    /// <summary>The most a device may hold more of a shared expert than its share: where tokens are spread over the tensor-parallel group
    /// (expert and data parallelism together: vllm/config/parallel.py, use_sequence_parallel_moe), a model may keep it whole on every device.</summary>
    public long Whole(TensorInfo tensor) =>
        SpreadsTokens && !KeepsShared && IsShared(tensor) && !Replicated(Role(tensor.Name))
            ? Bytes(tensor) * (parallelism.Tensor - 1)
            : 0;

    /// <summary>DeepSeek's and Llama 4's models do (deepseek_v2.py, llama4.py: disable_tp=is_sequence_parallel).</summary>
    private bool KeepsShared => architecture.Name.StartsWith("deepseek", StringComparison.Ordinal) || architecture.Name == "llama4";

    private static bool IsShared(TensorInfo tensor) => tensor.Name.Contains("_shexp.", StringComparison.Ordinal);

    private bool SpreadsTokens => parallelism is { Expert: true, Tensor: > 1, Data: > 1 };

    private ExpertFeedForward? ExpertsOf(TensorInfo tensor)
    {
        int layer = WeightList.LayerOf(tensor.Name);
        return tensor.Name.Contains("_exps.", StringComparison.Ordinal) && layer >= 0 && layer < architecture.Layers.Length
            ? architecture.Layers[layer].FeedForward as ExpertFeedForward
            : null;
    }

    private long Elements(TensorInfo tensor, string role)
    {
        long all = tensor.Shape.Elements;
        if (parallelism.Expert && ExpertsOf(tensor) is { } experts)
        {
            return all / experts.Experts * parallelism.LocalExperts(experts.Experts, member);
        }

        if (Replicated(role) || (SpreadsTokens && KeepsShared && IsShared(tensor)))
        {
            return all;
        }

        int layer = WeightList.LayerOf(tensor.Name);
        if (layer >= 0 && layer < architecture.Layers.Length && architecture.Layers[layer].Attention is FullAttention attention)
        {
            int heads = parallelism.KeyValueHeads(attention);
            switch (role)
            {
                case "attn_k.weight" or "attn_k.bias" or "attn_v.weight" or "attn_v.bias":
                    return all / attention.KeyValueHeads * heads;
                case "attn_qkv.weight": // Phi's fused projection
                    long width = tensor.Shape.Ne0;
                    long cached = attention.KeyWidth + attention.ValueWidth;
                    return (all - cached * width) / parallelism.Tensor + cached / attention.KeyValueHeads * heads * width;
            }
        }

        return all / parallelism.Tensor;
    }

    private static bool Replicated(string role) =>
        role.Contains("norm", StringComparison.Ordinal)
        || role.StartsWith("ffn_gate_inp", StringComparison.Ordinal)
        || role.StartsWith("indexer.", StringComparison.Ordinal)
        || role is "exp_probs_b.bias" or "attn_q_a.weight" or "attn_kv_a_mqa.weight" or "attn_output.bias" or "ffn_down_exps.bias";

    private static string Role(string name) => WeightList.LayerOf(name) < 0 ? name : name[(name.IndexOf('.', "blk.".Length) + 1)..];

    private static long Up(long value, long by) => (value + by - 1) / by * by;
}
