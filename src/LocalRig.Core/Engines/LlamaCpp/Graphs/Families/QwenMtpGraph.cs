using LocalRig.Engines.LlamaCpp.Graphs.Blocks;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Families;

/// <summary>The multi-token-prediction head of Qwen3.5: one gated-attention layer over the main model's last state and the next token
/// (models/qwen35.cpp and qwen35moe.cpp, graph_mtp).</summary>
internal static class QwenMtpGraph
{
    /// <summary>Builds the head's graph.</summary>
    public static Graph Build(GraphRequest request)
    {
        ModelGraph g = new(request);
        int layer = g.Architecture.Layers.Length;
        Layer shape = g.Architecture.MtpLayers[0];
        GraphTensor tokens = Input("inp_tokens", TensorType.I32, new TensorShape(g.Tokens));
        GraphTensor state = Input("mtp_h_input", TensorType.F32, new TensorShape(g.Architecture.EmbeddingLength, g.Tokens));
        GraphTensor table = g.Optional(layer, WeightRole.MtpEmbedTokens) ?? g.TokenEmbedding();
        GraphTensor embedded = GetRows(table, tokens);
        GraphTensor positions = g.InputPositions(g.PositionsPerToken);
        GraphTensor outputIds = g.InputOutputIds();
        AttentionInputs inputs = g.FullAttentionInputs();

        GraphTensor hidden = g.Norm(state, g.Weight(layer, WeightRole.MtpHiddenNorm), layer);
        GraphTensor next = g.Norm(embedded, g.Weight(layer, WeightRole.MtpEmbeddingNorm), layer);
        GraphTensor x = MulMat(g.Weight(layer, WeightRole.MtpEhProjection), Concat0(next, hidden));
        GraphTensor normed = g.Norm(x, g.Weight(layer, WeightRole.AttentionNorm), layer);
        GraphTensor residual = Add(GatedAttention.Build(g, inputs, (FullAttention)shape.Attention, normed, positions, layer), x);
        normed = g.Norm(residual, g.Weight(layer, WeightRole.PostAttentionNorm), layer);
        x = Add(QwenHybridGraph.FeedForward(g, normed, shape, layer), residual);

        GraphTensor norm = g.Optional(layer, WeightRole.MtpSharedHeadNorm) ?? g.Weight(-1, WeightRole.OutputNorm);
        GraphTensor normedAll = g.Norm(x, norm, -1);
        GraphTensor wanted = GetRows(normedAll, outputIds);
        GraphTensor logits = g.Optional(layer, WeightRole.MtpSharedHeadHead) is { } head ? MulMat(head, wanted) : g.Logits(wanted);
        return g.Finish(logits, normedAll);
    }
}
