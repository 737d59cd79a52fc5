using LocalRig.Engines.LlamaCpp.Graphs.Blocks;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Families;

/// <summary>Gemma 3: scaled embeddings, norms on both sides of attention and feed-forward, five sliding layers for each full one (models/gemma3.cpp).</summary>
internal static class Gemma3Graph
{
    /// <summary>Builds the graph.</summary>
    public static Graph Build(GraphRequest request)
    {
        ModelGraph g = new(request);
        GraphTensor x = g.ScaledInputEmbedding();
        GraphTensor positions = g.InputPositions();
        AttentionInputs full = g.FullAttentionInputs();
        AttentionInputs sliding = request.SlidingCache is null ? full : g.SlidingAttentionInputs();
        GraphTensor outputIds = g.InputOutputIds();
        foreach (int layer in g.Layers)
        {
            var attention = (FullAttention)g.Architecture.Layers[layer].Attention;
            Qkv qkv = g.ProjectQkv(g.Norm(x, g.Weight(layer, WeightRole.AttentionNorm), layer), attention, layer);
            GraphTensor q = Scale(Rope(g.HeadNorm(qkv.Q, layer, WeightRole.AttentionQNorm), positions, null));
            GraphTensor k = Rope(g.HeadNorm(qkv.K, layer, WeightRole.AttentionKNorm), positions, null);
            AttentionInputs inputs = attention is SlidingAttention ? sliding : full;
            GraphTensor attended = g.Attend(inputs, attention, new Qkv(q, k, qkv.V), layer);
            attended = MulMat(g.Weight(layer, WeightRole.AttentionOutput), attended);
            if (layer == g.Architecture.Layers.Length - 1)
            {
                attended = GetRows(attended, outputIds);
                x = GetRows(x, outputIds);
            }

            GraphTensor residual = Add(g.Norm(attended, g.Weight(layer, WeightRole.PostAttentionNorm), layer), x);
            GraphTensor fed = g.GatedFeedForward(g.Norm(residual, g.Weight(layer, WeightRole.FfnNorm), layer), layer, Operation.Geglu);
            // llama.cpp names this norm without a layer, so it is never pinned.
            x = Add(g.Norm(fed, g.Weight(layer, WeightRole.PostFfnNorm), -1), residual);
        }

        GraphTensor hidden = g.FinalNorm(x);
        return g.Finish(SoftCapped(g, g.Logits(hidden)), hidden);
    }

    private static GraphTensor SoftCapped(ModelGraph g, GraphTensor logits) =>
        g.Architecture.Metadata.Number("gemma3.final_logit_softcapping") is > 0
            ? Scale(Unary(Operation.Tanh, Scale(logits)))
            : logits;
}
