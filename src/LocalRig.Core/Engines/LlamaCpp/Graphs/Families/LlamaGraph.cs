using LocalRig.Engines.LlamaCpp.Graphs.Blocks;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Families;

/// <summary>Llama, Mistral, Ministral, Qwen2 and Qwen3: norm, attention, residual, norm, feed-forward, residual
/// (models/llama.cpp, mistral3.cpp, qwen2.cpp, qwen3.cpp, qwen3moe.cpp).</summary>
internal static class LlamaGraph
{
    /// <summary>Builds the graph.</summary>
    public static Graph Build(GraphRequest request)
    {
        ModelGraph g = new(request);
        GraphTensor x = g.InputEmbedding();
        GraphTensor positions = g.InputPositions();
        AttentionInputs inputs = g.FullAttentionInputs();
        GraphTensor outputIds = g.InputOutputIds();
        GraphTensor? scale = HasTemperature(g.Architecture) ? g.InputAttentionScale() : null;
        foreach (int layer in g.Layers)
        {
            var attention = (FullAttention)g.Architecture.Layers[layer].Attention;
            Qkv qkv = Rotated(g, g.ProjectQkv(g.Norm(x, g.Weight(layer, WeightRole.AttentionNorm), layer), attention, layer), positions, layer);
            qkv = scale is null ? qkv : qkv with { Q = Mul(qkv.Q, scale) };
            GraphTensor attended = g.ProjectAttention(g.Attend(inputs, attention, qkv, layer), layer);
            if (layer == g.Architecture.Layers.Length - 1)
            {
                attended = GetRows(attended, outputIds);
                x = GetRows(x, outputIds);
            }

            GraphTensor residual = Add(attended, x);
            GraphTensor normed = g.Norm(residual, g.Weight(layer, WeightRole.FfnNorm), layer);
            x = Add(FeedForward(g, normed, layer), residual);
        }

        GraphTensor hidden = g.FinalNorm(x);
        return g.Finish(g.Logits(hidden), hidden);
    }

    private static Qkv Rotated(ModelGraph g, Qkv qkv, GraphTensor positions, int layer)
    {
        GraphTensor? factors = g.PerDevice(WeightRole.RopeFrequencies, layer);
        GraphTensor q = g.Has(layer, WeightRole.AttentionQNorm) ? g.HeadNorm(qkv.Q, layer, WeightRole.AttentionQNorm) : qkv.Q;
        GraphTensor k = g.Has(layer, WeightRole.AttentionKNorm) ? g.HeadNorm(qkv.K, layer, WeightRole.AttentionKNorm) : qkv.K;
        return new Qkv(Rope(q, positions, factors), Rope(k, positions, factors), qkv.V);
    }

    private static GraphTensor FeedForward(ModelGraph g, GraphTensor x, int layer) =>
        g.Architecture.Layers[layer].FeedForward is ExpertFeedForward experts
            ? g.Experts(x, experts, new ExpertRouting { Normalized = true, Scaled = g.ScalesExperts }, layer)
            : g.GatedFeedForward(x, layer);

    private static bool HasTemperature(Architecture a) =>
        a.Name == "mistral3" && a.Metadata.Number("mistral3.attention.temperature_scale") is > 0;
}
