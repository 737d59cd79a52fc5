using LocalRig.Engines.LlamaCpp.Graphs.Blocks;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Families;

/// <summary>Qwen3-Next and Qwen3.5: three gated delta-net layers for each gated full-attention layer
/// (models/qwen3next.cpp, qwen35.cpp, qwen35moe.cpp).</summary>
internal static class QwenHybridGraph
{
    /// <summary>Builds the graph of the main layers.</summary>
    public static Graph Build(GraphRequest request)
    {
        ModelGraph g = new(request);
        GraphTensor x = g.InputEmbedding();
        RecurrentInputs recurrent = g.RecurrentInputs();
        AttentionInputs full = g.FullAttentionInputs();
        GraphTensor positions = g.InputPositions(g.PositionsPerToken);
        GraphTensor outputIds = g.InputOutputIds();
        foreach (int layer in g.Layers)
        {
            Layer shape = g.Architecture.Layers[layer];
            GraphTensor normed = g.Norm(x, g.Weight(layer, WeightRole.AttentionNorm), layer);
            g.Expand(normed);
            GraphTensor attended = shape.Attention is RecurrentAttention delta
                ? DeltaNetLayer.Build(g, recurrent, delta, normed, layer)
                : GatedAttention.Build(g, full, (FullAttention)shape.Attention, normed, positions, layer);
            if (g.PicksRowsIn(layer))
            {
                attended = GetRows(attended, outputIds);
                x = GetRows(x, outputIds);
            }

            GraphTensor residual = Add(attended, x);
            normed = g.Norm(residual, g.Weight(layer, WeightRole.PostAttentionNorm), layer);
            x = Add(FeedForward(g, normed, shape, layer), residual);
        }

        GraphTensor normedLast = g.FinalNorm(x);
        if (g.Request.PicksRowsEarly)
        {
            return g.Finish(g.Logits(normedLast), normedLast);
        }

        // Every token's normed state stays readable for a draft head; only then are the wanted rows picked.
        GraphTensor hidden = GetRows(normedLast, outputIds);
        return g.Finish(g.Logits(hidden), hidden, normedLast);
    }

    /// <summary>The layer's feed-forward: dense, or routed experts beside a gated shared one.</summary>
    public static GraphTensor FeedForward(ModelGraph g, GraphTensor x, Layer shape, int layer)
    {
        if (shape.FeedForward is not ExpertFeedForward experts)
        {
            return g.GatedFeedForward(x, layer);
        }

        GraphTensor routed = g.Experts(x, experts, new ExpertRouting { Normalized = true, Scaled = g.ScalesExperts }, layer);
        if (!g.Has(layer, WeightRole.FfnUpShared))
        {
            return routed;
        }

        GraphTensor shared = g.SharedExpert(x, layer);
        GraphTensor gate = Unary(Operation.Sigmoid, MulMat(g.Weight(layer, WeightRole.FfnGateInputShared), x));
        return Add(routed, Mul(shared, gate));
    }
}
