using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Blocks;

/// <summary>Queries, keys and values (llama-graph.cpp, build_qkv).</summary>
internal sealed partial class ModelGraph
{
    /// <summary>Projects x to queries, keys and values, from one fused matrix or from three.</summary>
    public Qkv ProjectQkv(GraphTensor x, FullAttention shape, int layer)
    {
        if (Optional(layer, WeightRole.AttentionQkv) is { } fused)
        {
            return Split(Clamped(Project(fused, x, Optional(layer, WeightRole.AttentionQkvBias))), shape);
        }

        return new Qkv(
            Heads(Clamped(ProjectRole(x, layer, WeightRole.AttentionQ, WeightRole.AttentionQBias)), shape.KeyLength, shape.Heads),
            Heads(Clamped(ProjectRole(x, layer, WeightRole.AttentionK, WeightRole.AttentionKBias)), shape.KeyLength, shape.KeyValueHeads),
            Heads(Clamped(ProjectRole(x, layer, WeightRole.AttentionV, WeightRole.AttentionVBias)), shape.ValueLength, shape.KeyValueHeads)
        );
    }

    private GraphTensor Clamped(GraphTensor heads) => _clampsHeads ? Clamp(heads) : heads;

    /// <summary>The same as plain rows, not yet split into heads.</summary>
    public Qkv ProjectRows(GraphTensor x, FullAttention shape, int layer)
    {
        if (Optional(layer, WeightRole.AttentionQkv) is not { } fused)
        {
            return new Qkv(
                ProjectRole(x, layer, WeightRole.AttentionQ, WeightRole.AttentionQBias),
                ProjectRole(x, layer, WeightRole.AttentionK, WeightRole.AttentionKBias),
                ProjectRole(x, layer, WeightRole.AttentionV, WeightRole.AttentionVBias)
            );
        }

        GraphTensor all = Project(fused, x, Optional(layer, WeightRole.AttentionQkvBias));
        long queries = (long)shape.Heads * shape.KeyLength;
        GraphTensor Part(long width, long first) => Cont(View2(all, width, Tokens, all.Strides.Nb1, all.Type.RowBytes(first)));
        return new Qkv(Part(queries, 0), Part(shape.KeyWidth, queries), Part(shape.ValueWidth, queries + shape.KeyWidth));
    }

    /// <summary>Product with a layer's weight and, where there is one, its bias.</summary>
    public GraphTensor ProjectRole(GraphTensor x, int layer, WeightRole weight, WeightRole bias) =>
        Project(Weight(layer, weight), x, Optional(layer, bias));

    /// <summary>The attention's output projection.</summary>
    public GraphTensor ProjectAttention(GraphTensor attended, int layer) =>
        ProjectRole(attended, layer, WeightRole.AttentionOutput, WeightRole.AttentionOutputBias);

    /// <summary>Norm of each head of queries or keys.</summary>
    public GraphTensor HeadNorm(GraphTensor heads, int layer, WeightRole role) => Norm(heads, Weight(layer, role), layer);

    /// <summary>Rows as [length, heads, tokens].</summary>
    public GraphTensor Heads(GraphTensor rows, int length, int heads) => Reshape(rows, length, heads, Tokens);

    private Qkv Split(GraphTensor fused, FullAttention shape)
    {
        long queries = fused.Type.RowBytes((long)shape.Heads * shape.KeyLength);
        long keys = fused.Type.RowBytes(shape.KeyWidth);
        GraphTensor Part(int length, int heads, long offset) =>
            View3(fused, length, heads, Tokens, fused.Type.RowBytes(length), fused.Strides.Nb1, offset);
        return new Qkv(
            Part(shape.KeyLength, shape.Heads, 0),
            Part(shape.KeyLength, shape.KeyValueHeads, queries),
            Part(shape.ValueLength, shape.KeyValueHeads, queries + keys)
        );
    }
}
