using LocalRig.Engines.LlamaCpp.Graphs.Blocks;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Families;

/// <summary>Phi-3 and Phi-4: fused projections, queries scaled before attention (models/phi3.cpp).</summary>
internal static class Phi3Graph
{
    /// <summary>Builds the graph.</summary>
    public static Graph Build(GraphRequest request)
    {
        ModelGraph g = new(request);
        GraphTensor x = g.InputEmbedding();
        GraphTensor positions = g.InputPositions();
        AttentionInputs full = g.FullAttentionInputs();
        AttentionInputs sliding = request.SlidingCache is null ? full : g.SlidingAttentionInputs();
        GraphTensor outputIds = g.InputOutputIds();
        foreach (int layer in g.Layers)
        {
            var attention = (FullAttention)g.Architecture.Layers[layer].Attention;
            GraphTensor? factors = g.PerDevice(g.Has(-1, WeightRole.RopeFrequencies) ? WeightRole.RopeFrequencies : g.LongOrShortFactors(), layer);
            GraphTensor normed = g.Norm(x, g.Weight(layer, WeightRole.AttentionNorm), layer, g.Optional(layer, WeightRole.AttentionNormBias));
            Qkv qkv = g.ProjectQkv(normed, attention, layer);
            qkv = new Qkv(Scale(Rope(qkv.Q, positions, factors)), Rope(qkv.K, positions, factors), qkv.V);
            AttentionInputs inputs = attention is SlidingAttention ? sliding : full;
            GraphTensor attended = g.ProjectAttention(g.Attend(inputs, attention, qkv, layer), layer);
            if (layer == g.Architecture.Layers.Length - 1)
            {
                attended = GetRows(attended, outputIds);
                x = GetRows(x, outputIds);
            }

            GraphTensor residual = Add(attended, x);
            normed = g.Norm(residual, g.Weight(layer, WeightRole.FfnNorm), layer, g.Optional(layer, WeightRole.FfnNormBias));
            GraphTensor fed = g.Architecture.Layers[layer].FeedForward is ExpertFeedForward experts
                ? g.Experts(normed, experts, new ExpertRouting { Normalized = true, Scaled = g.ScalesExperts }, layer)
                : g.FusedFeedForward(normed, layer);
            x = Add(residual, fed);
        }

        GraphTensor hidden = g.FinalNorm(x);
        return g.Finish(g.Logits(hidden), hidden);
    }
}
