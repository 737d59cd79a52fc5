using LocalRig.Engines.LlamaCpp.Graphs.Blocks;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Families;

/// <summary>Kimi-Linear: delta-rule layers and latent attention without positions (models/kimi-linear.cpp).</summary>
internal static class KimiLinearGraph
{
    /// <summary>Builds the graph.</summary>
    public static Graph Build(GraphRequest request)
    {
        ModelGraph g = new(request);
        KimiDelta layers = new(g, DecayRule.Softplus, static x => Unary(Operation.L2Norm, x));
        GraphTensor x = g.InputEmbedding();
        RecurrentInputs recurrent = g.RecurrentInputs();
        AttentionInputs latent = g.LatentAttentionInputs();
        GraphTensor outputIds = g.InputOutputIds();
        foreach (int layer in g.Layers)
        {
            GraphTensor normed = g.Norm(x, g.Weight(layer, WeightRole.AttentionNorm), layer);
            g.Expand(normed);
            GraphTensor attended = g.Architecture.Layers[layer].Attention is RecurrentAttention delta
                ? layers.Layer(recurrent, delta, normed, layer)
                : Latent(g, latent, (LatentAttention)g.Architecture.Layers[layer].Attention, normed, layer);
            x = DeepSeek2Graph.AfterAttention(g, attended, x, outputIds, layer);
        }

        GraphTensor hidden = g.FinalNorm(x);
        return g.Finish(g.Logits(hidden), hidden);
    }

    private static GraphTensor Latent(ModelGraph g, AttentionInputs inputs, LatentAttention shape, GraphTensor x, int layer)
    {
        Qkv qkv = DeepSeek2Graph.Latents(g, x, shape, null, layer);
        return MulMat(g.Weight(layer, WeightRole.AttentionOutput), g.AttendLatent(inputs, shape, qkv, g.Weight(layer, WeightRole.AttentionVB), layer));
    }
}
