using LocalRig.Engines.LlamaCpp.Graphs.Blocks;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Families;

/// <summary>GLM-4.5 and its kin: biased attention, leading dense layers, routed experts beside a shared one (models/glm4-moe.cpp).</summary>
internal static class Glm4MoeGraph
{
    /// <summary>Builds the graph.</summary>
    public static Graph Build(GraphRequest request)
    {
        ModelGraph g = new(request);
        GraphTensor x = g.InputEmbedding();
        GraphTensor positions = g.InputPositions(g.PositionsPerToken);
        AttentionInputs inputs = g.FullAttentionInputs();
        GraphTensor outputIds = g.InputOutputIds();
        foreach (int layer in g.Layers)
        {
            var attention = (FullAttention)g.Architecture.Layers[layer].Attention;
            Qkv qkv = g.ProjectQkv(g.Norm(x, g.Weight(layer, WeightRole.AttentionNorm), layer), attention, layer);
            GraphTensor q = g.Has(layer, WeightRole.AttentionQNorm) ? g.HeadNorm(qkv.Q, layer, WeightRole.AttentionQNorm) : qkv.Q;
            GraphTensor k = g.Has(layer, WeightRole.AttentionKNorm) ? g.HeadNorm(qkv.K, layer, WeightRole.AttentionKNorm) : qkv.K;
            qkv = new Qkv(Rope(q, positions, null), Rope(k, positions, null), qkv.V);
            GraphTensor attended = MulMat(g.Weight(layer, WeightRole.AttentionOutput), g.Attend(inputs, attention, qkv, layer));
            if (layer == g.Architecture.Layers.Length - 1)
            {
                attended = GetRows(attended, outputIds);
                x = GetRows(x, outputIds);
            }

            GraphTensor residual = Add(attended, x);
            GraphTensor normed = g.Norm(residual, g.Weight(layer, WeightRole.PostAttentionNorm), layer);
            x = Add(FeedForward(g, normed, layer), residual);
        }

        GraphTensor hidden = g.FinalNorm(x);
        return g.Finish(g.Logits(hidden), hidden);
    }

    private static GraphTensor FeedForward(ModelGraph g, GraphTensor x, int layer) =>
        g.Architecture.Layers[layer].FeedForward is ExpertFeedForward experts
            ? Add(g.Experts(x, experts, g.RoutingFromMetadata(), layer), g.SharedExpert(x, layer))
            : g.GatedFeedForward(x, layer);
}
