using LocalRig.Engines.LlamaCpp.Graphs.Blocks;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Families;

/// <summary>DeepSeek V2, V3 and R1: latent attention, grouped routing, a shared expert (models/deepseek2.cpp).</summary>
internal static class DeepSeek2Graph
{
    /// <summary>Builds the graph.</summary>
    public static Graph Build(GraphRequest request)
    {
        ModelGraph g = new(request);
        GraphTensor x = g.InputEmbedding();
        GraphTensor? scale = HasTemperature(g.Architecture) ? g.InputAttentionScale() : null;
        GraphTensor positions = g.InputPositions();
        AttentionInputs inputs = g.LatentAttentionInputs();
        GraphTensor outputIds = g.InputOutputIds();
        foreach (int layer in g.Layers)
        {
            var attention = (LatentAttention)g.Architecture.Layers[layer].Attention;
            GraphTensor normed = g.Norm(x, g.Weight(layer, WeightRole.AttentionNorm), layer);
            Qkv qkv = Latents(g, normed, attention, positions, layer);
            qkv = scale is null ? qkv : qkv with { Q = Mul(qkv.Q, scale) };
            GraphTensor attended = MulMat(
                g.Weight(layer, WeightRole.AttentionOutput),
                g.AttendLatent(inputs, attention, qkv, g.Weight(layer, WeightRole.AttentionVB), layer)
            );
            x = AfterAttention(g, attended, x, outputIds, layer);
        }

        GraphTensor hidden = g.FinalNorm(x);
        return g.Finish(g.Logits(hidden), hidden);
    }

    /// <summary>What follows a layer's attention: the wanted rows in the last layer, the residual, the feed-forward and its own.</summary>
    public static GraphTensor AfterAttention(ModelGraph g, GraphTensor attended, GraphTensor x, GraphTensor outputIds, int layer)
    {
        if (layer == g.Architecture.Layers.Length - 1)
        {
            attended = GetRows(attended, outputIds);
            x = GetRows(x, outputIds);
        }

        GraphTensor residual = Add(attended, x);
        return Add(FeedForward(g, g.Norm(residual, g.Weight(layer, WeightRole.FfnNorm), layer), layer), residual);
    }

    /// <summary>Whether queries are weighed by position (Mistral Large 3 and Small 4).</summary>
    private static bool HasTemperature(Architecture a) => a.Metadata.Number($"{a.Name}.attention.temperature_scale") is > 0;

    /// <summary>Queries with the key expansion absorbed, and the one latent that serves as key and value; nothing is turned where there are no positions.</summary>
    public static Qkv Latents(ModelGraph g, GraphTensor x, LatentAttention shape, GraphTensor? positions, int layer) =>
        Latents(g, x, Queries(g, x, layer), shape, positions, layer);

    /// <summary>The same from queries that are there already.</summary>
    public static Qkv Latents(ModelGraph g, GraphTensor x, GraphTensor flatQueries, LatentAttention shape, GraphTensor? positions, int layer)
    {
        int head = shape.NopeLength + shape.RopeLength;
        GraphTensor q = g.Heads(flatQueries, head, shape.Heads);
        GraphTensor both = MulMat(g.Weight(layer, WeightRole.AttentionKvAMqa), x);
        long row = both.Type.RowBytes(shape.LatentRank + shape.RopeLength);
        GraphTensor latent = View2(both, shape.LatentRank, g.Tokens, row, 0);
        GraphTensor keyRope = Turned(View3(both, shape.RopeLength, 1, g.Tokens, row, row, both.Type.RowBytes(shape.LatentRank)), positions);
        latent = g.Norm(latent, g.Weight(layer, WeightRole.AttentionKvANorm), layer);

        GraphTensor plain = View3(q, shape.NopeLength, shape.Heads, g.Tokens, q.Strides.Nb1, q.Strides.Nb2, 0);
        GraphTensor turned = Turned(
            View3(q, shape.RopeLength, shape.Heads, g.Tokens, q.Strides.Nb1, q.Strides.Nb2, q.Type.RowBytes(shape.NopeLength)),
            positions
        );
        GraphTensor absorbed = SwapHeadsAndTokens(MulMat(g.Weight(layer, WeightRole.AttentionKB), SwapHeadsAndTokens(plain)));
        GraphTensor queries = Concat0(absorbed, turned);
        GraphTensor values = Reshape(latent, shape.LatentRank, 1, g.Tokens);
        return new Qkv(queries, Concat0(values, keyRope), values);
    }

    private static GraphTensor Turned(GraphTensor x, GraphTensor? positions) => positions is null ? x : Rope(x, positions, null);

    private static GraphTensor Queries(ModelGraph g, GraphTensor x, int layer)
    {
        if (g.Optional(layer, WeightRole.AttentionQ) is { } full)
        {
            return MulMat(full, x);
        }

        return MulMat(g.Weight(layer, WeightRole.AttentionQB), LowQueries(g, x, layer));
    }

    /// <summary>Low-rank queries, normed.</summary>
    public static GraphTensor LowQueries(ModelGraph g, GraphTensor x, int layer) =>
        g.Norm(MulMat(g.Weight(layer, WeightRole.AttentionQA), x), g.Weight(layer, WeightRole.AttentionQANorm), layer);

    /// <summary>Experts beside a shared one, or one dense network.</summary>
    public static GraphTensor FeedForward(ModelGraph g, GraphTensor x, int layer) =>
        g.Architecture.Layers[layer].FeedForward is ExpertFeedForward experts
            ? Add(g.Experts(x, experts, g.RoutingFromMetadata(), layer), g.SharedExpert(x, layer))
            : g.GatedFeedForward(x, layer);
}
