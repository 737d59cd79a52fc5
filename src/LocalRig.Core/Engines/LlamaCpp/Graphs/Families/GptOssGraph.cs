using LocalRig.Engines.LlamaCpp.Graphs.Blocks;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Families;

/// <summary>gpt-oss: alternating sliding and full attention with sinks, biased experts (models/openai-moe.cpp).</summary>
internal static class GptOssGraph
{
    /// <summary>Builds the graph.</summary>
    public static Graph Build(GraphRequest request)
    {
        ModelGraph g = new(request);
        GraphTensor x = g.InputEmbedding();
        GraphTensor positions = g.InputPositions();
        AttentionInputs full = g.FullAttentionInputs();
        AttentionInputs sliding = g.SlidingAttentionInputs();
        GraphTensor outputIds = g.InputOutputIds();
        ExpertRouting routing = new()
        {
            Gating = Gating.SoftMaxOverChosen,
            Scaled = g.ScalesExperts,
            Unit = Operation.SwigluOai,
        };
        foreach (int layer in g.Layers)
        {
            var attention = (FullAttention)g.Architecture.Layers[layer].Attention;
            Qkv qkv = g.ProjectQkv(g.Norm(x, g.Weight(layer, WeightRole.AttentionNorm), layer), attention, layer);
            qkv = qkv with { Q = Rope(qkv.Q, positions, null), K = Rope(qkv.K, positions, null) };
            GraphTensor attended = g.Attend(
                attention is SlidingAttention ? sliding : full,
                attention,
                qkv,
                layer,
                g.Optional(layer, WeightRole.AttentionSinks)
            );
            attended = g.ProjectAttention(attended, layer);
            if (g.PicksRowsIn(layer))
            {
                attended = GetRows(attended, outputIds);
                x = GetRows(x, outputIds);
            }

            GraphTensor residual = Add(attended, x);
            GraphTensor normed = g.Norm(residual, g.Weight(layer, WeightRole.PostAttentionNorm), layer);
            var experts = (ExpertFeedForward)g.Architecture.Layers[layer].FeedForward;
            x = Add(g.Experts(normed, experts, routing, layer), residual);
        }

        // The last hidden state stays readable for a draft head: every token's, where the wanted rows are picked only then.
        GraphTensor hidden = g.FinalNorm(g.Request.PicksRowsEarly ? x : GetRows(x, outputIds));
        return g.Finish(g.Logits(hidden), hidden, x);
    }
}
