using LocalRig.Engines.LlamaCpp.Graphs.Blocks;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Families;

/// <summary>DeepSeek-V3.2, GLM-5 and 5.2: latent attention over the tokens an indexer picks, else DeepSeek-V3's block (models/deepseek32.cpp, glm-dsa.cpp).</summary>
internal static class SparseDeepSeekGraph
{
    /// <summary>Builds the graph.</summary>
    public static Graph Build(GraphRequest request)
    {
        ModelGraph g = new(request);
        GraphTensor x = g.InputEmbedding();
        GraphTensor positions = g.InputPositions();
        AttentionInputs inputs = g.LatentAttentionInputs();
        IndexerInputs indexers = g.IndexerInputs(((SparseLatentAttention)g.Architecture.Layers[0].Attention).Indexer!.KeyLength);
        GraphTensor outputIds = g.InputOutputIds();
        GraphTensor? picked = null;
        foreach (int layer in g.Layers)
        {
            var attention = (SparseLatentAttention)g.Architecture.Layers[layer].Attention;
            GraphTensor normed = g.Norm(x, g.Weight(layer, WeightRole.AttentionNorm), layer);
            GraphTensor low = DeepSeek2Graph.LowQueries(g, normed, layer);
            picked = attention.Indexer is { } indexer ? g.Picked(indexers, indexer, normed, low, positions, layer) : picked;
            Qkv qkv = DeepSeek2Graph.Latents(g, normed, MulMat(g.Weight(layer, WeightRole.AttentionQB), low), attention, positions, layer);
            GraphTensor attended = MulMat(
                g.Weight(layer, WeightRole.AttentionOutput),
                g.AttendPicked(inputs, attention, qkv, picked!, g.Weight(layer, WeightRole.AttentionVB), layer)
            );
            x = DeepSeek2Graph.AfterAttention(g, attended, x, outputIds, layer);
        }

        GraphTensor hidden = g.FinalNorm(x);
        return g.Finish(g.Logits(hidden), hidden);
    }
}
