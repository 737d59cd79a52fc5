using LocalRig.Engines.LlamaCpp.Graphs.Blocks;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Families;

/// <summary>Full attention whose query matrix also gives a gate on the result (models/qwen35.cpp and qwen3next.cpp, build_layer_attn).</summary>
internal static class GatedAttention
{
    /// <summary>Builds one layer's attention, output projection included.</summary>
    public static GraphTensor Build(ModelGraph g, AttentionInputs inputs, FullAttention shape, GraphTensor x, GraphTensor positions, int layer)
    {
        int length = shape.KeyLength;
        GraphTensor both = g.ProjectRole(x, layer, WeightRole.AttentionQ, WeightRole.AttentionQBias);
        GraphTensor k = g.ProjectRole(x, layer, WeightRole.AttentionK, WeightRole.AttentionKBias);
        GraphTensor v = g.ProjectRole(x, layer, WeightRole.AttentionV, WeightRole.AttentionVBias);
        // Qwen3-Next shapes queries and gates to heads before it splits them; Qwen3.5 splits at once.
        GraphTensor split = g.Architecture.Name == "qwen3next" ? g.Heads(both, 2 * length, shape.Heads) : both;
        long head = both.Type.RowBytes(2 * length);
        GraphTensor Half(long offset) => View3(split, length, shape.Heads, g.Tokens, head, head * shape.Heads, offset);

        GraphTensor q = Rope(g.HeadNorm(Half(0), layer, WeightRole.AttentionQNorm), positions, null);
        k = Rope(g.HeadNorm(g.Heads(k, length, shape.KeyValueHeads), layer, WeightRole.AttentionKNorm), positions, null);
        GraphTensor gate = Cont2(Half(both.Type.RowBytes(length)), (long)length * shape.Heads, g.Tokens);
        GraphTensor attended = g.Attend(inputs, shape, new Qkv(q, k, g.Heads(v, shape.ValueLength, shape.KeyValueHeads)), layer);
        return MulMat(g.Weight(layer, WeightRole.AttentionOutput), Mul(attended, Unary(Operation.Sigmoid, gate)));
    }
}
