using LocalRig.Engines.LlamaCpp.Graphs.Blocks;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Families;

/// <summary>Ling 3: Kimi's delta attention and latent attention with a gate for each head (models/bailingmoe3.cpp).</summary>
internal static class Ling3Graph
{
    /// <summary>Builds the graph.</summary>
    public static Graph Build(GraphRequest request)
    {
        ModelGraph g = new(request);
        KimiDelta delta = new(g, DecayRule.Bounded, ModelGraph.UnitLength);
        GraphTensor x = g.InputEmbedding();
        RecurrentInputs recurrent = g.RecurrentInputs();
        AttentionInputs latent = g.LatentAttentionInputs();
        GraphTensor positions = g.InputPositions();
        GraphTensor outputIds = g.InputOutputIds();
        foreach (int layer in g.Layers)
        {
            GraphTensor normed = g.Norm(x, g.Weight(layer, WeightRole.AttentionNorm), layer);
            GraphTensor attended = g.Architecture.Layers[layer].Attention is RecurrentAttention shape
                ? delta.Layer(recurrent, shape, normed, layer)
                : Latent(g, latent, (LatentAttention)g.Architecture.Layers[layer].Attention, normed, positions, layer);
            x = DeepSeek2Graph.AfterAttention(g, attended, x, outputIds, layer);
        }

        GraphTensor hidden = g.FinalNorm(x);
        return g.Finish(g.Logits(hidden), hidden);
    }

    private static GraphTensor Latent(ModelGraph g, AttentionInputs inputs, LatentAttention shape, GraphTensor x, GraphTensor positions, int layer)
    {
        Qkv qkv = DeepSeek2Graph.Latents(g, x, shape, positions, layer);
        GraphTensor attended = g.AttendLatent(inputs, shape, qkv, g.Weight(layer, WeightRole.AttentionVB), layer);
        GraphTensor gate = Unary(Operation.Sigmoid, Reshape(MulMat(g.Weight(layer, WeightRole.AttentionGate), x), 1, shape.Heads, g.Tokens));
        attended = Mul(Reshape(attended, shape.ValueLength, shape.Heads, g.Tokens), gate);
        return MulMat(g.Weight(layer, WeightRole.AttentionOutput), Cont2(attended, (long)shape.ValueLength * shape.Heads, g.Tokens));
    }
}
