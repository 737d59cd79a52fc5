using LocalRig.Engines.LlamaCpp.Graphs.Blocks;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Families;

/// <summary>Gemma 4: sliding layers and wider full ones, normed values, experts beside a dense feed-forward, per-layer embeddings
/// in the small models (models/gemma4.cpp).</summary>
internal static class Gemma4Graph
{
    /// <summary>Builds the graph.</summary>
    public static Graph Build(GraphRequest request)
    {
        ModelGraph g = new(request);
        GraphTensor? selected = g.Has(-1, WeightRole.PerLayerTokenEmbedding) && g.Request.MixesInputs ? SelectPerLayer(g) : null;
        GraphTensor x = g.ScaledInputEmbedding();
        GraphTensor positions = g.InputPositions();
        AttentionInputs full = g.FullAttentionInputs();
        AttentionInputs sliding = g.SlidingAttentionInputs();
        GraphTensor outputIds = g.InputOutputIds();
        GraphTensor? perLayer = g.Has(-1, WeightRole.PerLayerTokenEmbedding) ? PerLayerInputs(g, x, selected) : null;
        foreach (int layer in g.Layers)
        {
            Layer shape = g.Architecture.Layers[layer];
            AttentionInputs inputs = shape.Attention is SlidingAttention ? sliding : full;
            GraphTensor normed = g.Norm(x, g.Weight(layer, WeightRole.AttentionNorm), layer);
            GraphTensor attended = MulMat(g.Weight(layer, WeightRole.AttentionOutput), Attend(g, inputs, shape, normed, positions, layer));
            attended = g.PicksRowsIn(layer) ? GetRows(attended, outputIds) : attended;
            x = g.PicksRowsIn(layer) ? GetRows(x, outputIds) : x;
            GraphTensor residual = Add(g.Norm(attended, g.Weight(layer, WeightRole.PostAttentionNorm), layer), x);
            GraphTensor fed = FeedForward(g, residual, shape, layer);
            // llama.cpp names this norm without a layer, so it is never pinned.
            x = Add(g.Norm(fed, g.Weight(layer, WeightRole.PostFfnNorm), -1), residual);
            x = perLayer is null ? x : AddPerLayer(g, x, perLayer, layer, outputIds);
            x = g.Optional(layer, WeightRole.LayerOutputScale) is { } scale ? Mul(x, scale) : x;
        }

        GraphTensor normedAll = g.FinalNorm(x);
        GraphTensor hidden = g.Request.PicksRowsEarly ? normedAll : GetRows(normedAll, outputIds);
        GraphTensor logits = g.Logits(hidden);
        bool capped = g.Architecture.Metadata.Number("gemma4.final_logit_softcapping") is > 0;
        return g.Finish(capped ? Scale(Unary(Operation.Tanh, Scale(logits))) : logits, hidden, normedAll);
    }

    /// <summary>Attention whose queries and keys have norms with weights and whose values have one without; the last layers read an earlier cache.</summary>
    public static GraphTensor Attend(ModelGraph g, AttentionInputs inputs, Layer shape, GraphTensor x, GraphTensor positions, int layer)
    {
        var attention = (FullAttention)shape.Attention;
        GraphTensor? factors = attention is SlidingAttention ? null : g.PerDevice(WeightRole.RopeFrequencies, layer);
        GraphTensor q = g.Heads(MulMat(g.Weight(layer, WeightRole.AttentionQ), x), attention.KeyLength, attention.Heads);
        q = Rope(g.HeadNorm(q, layer, WeightRole.AttentionQNorm), positions, factors);
        if (shape.SharesEarlierCache)
        {
            return g.AttendShared(inputs, attention, q, CacheLayer(g.Architecture, attention), layer);
        }

        GraphTensor k = MulMat(g.Weight(layer, WeightRole.AttentionK), x);
        GraphTensor v = g.Optional(layer, WeightRole.AttentionV) is { } values ? MulMat(values, x) : k;
        k = g.Heads(k, attention.KeyLength, attention.KeyValueHeads);
        v = RmsNorm(g.Heads(v, attention.ValueLength, attention.KeyValueHeads));
        k = Rope(g.HeadNorm(k, layer, WeightRole.AttentionKNorm), positions, factors);
        return g.Attend(inputs, attention, new Qkv(q, k, v), layer);
    }

    /// <summary>The last layer of the same kind that has a cache (llama-model.cpp, create_memory: the last two layers with caches are a sliding and a full one).</summary>
    private static int CacheLayer(Architecture architecture, FullAttention attention)
    {
        int own = architecture.Layers.Count(static l => !l.SharesEarlierCache);
        return own - (attention is SlidingAttention ? 2 : 1);
    }

    private static GraphTensor FeedForward(ModelGraph g, GraphTensor x, Layer shape, int layer)
    {
        GraphTensor dense = g.GatedFeedForward(g.Norm(x, g.Weight(layer, WeightRole.FfnNorm), layer), layer, Operation.Geglu);
        if (shape.FeedForward is not ExpertFeedForward experts)
        {
            return dense;
        }

        dense = g.Norm(dense, g.Weight(layer, WeightRole.FfnPostNorm1), layer);
        GraphTensor input = g.Norm(x, g.Weight(layer, WeightRole.FfnPreNorm2), layer);
        GraphTensor scores = MulMat(
            g.Weight(layer, WeightRole.FfnGateInput),
            Mul(Scale(RmsNorm(x)), g.Weight(layer, WeightRole.FfnGateInputScale))
        );
        GraphTensor routed = g.Experts(input, scores, experts, new ExpertRouting { Normalized = true, Unit = Operation.Geglu }, layer);
        return Add(dense, g.Norm(routed, g.Weight(layer, WeightRole.FfnPostNorm2), layer));
    }

    /// <summary>One small embedding per token and layer: [width, tokens, layers].</summary>
    /// <param name="g">The graph.</param>
    /// <param name="x">The hidden state they are mixed with.</param>
    /// <param name="looked">Rows that were looked up before the token embeddings; null to look them up here.</param>
    private static GraphTensor PerLayerInputs(ModelGraph g, GraphTensor x, GraphTensor? looked)
    {
        int layers = g.Architecture.Layers.Length;
        GraphTensor rows = looked ?? GetRows(g.Weight(-1, WeightRole.PerLayerTokenEmbedding), TokensAgain(g));
        long width = rows.Shape.Ne0 / layers;
        GraphTensor selected = looked is null ? Scale(Reshape(rows, width, layers, g.Tokens)) : Reshape(Scale(rows), width, layers, g.Tokens);
        if (looked is null)
        {
            g.Expand(selected);
        }

        GraphTensor projected = Scale(MulMat(g.Weight(-1, WeightRole.PerLayerModelProjection), x));
        projected = g.Norm(Reshape(projected, width, layers, g.Tokens), g.Weight(-1, WeightRole.PerLayerProjectionNorm), -1);
        return Cont(SwapHeadsAndTokens(Scale(Add(projected, selected))));
    }

    private static GraphTensor SelectPerLayer(ModelGraph g)
    {
        GraphTensor rows = GetRows(g.Weight(-1, WeightRole.PerLayerTokenEmbedding), TokensAgain(g));
        g.Expand(rows);
        return rows;
    }

    private static GraphTensor TokensAgain(ModelGraph g) => Input("inp_tokens", TensorType.I32, new TensorShape(g.Tokens));

    private static GraphTensor AddPerLayer(ModelGraph g, GraphTensor x, GraphTensor perLayer, int layer, GraphTensor outputIds)
    {
        GraphTensor gate = Unary(Operation.Gelu, MulMat(g.Weight(layer, WeightRole.PerLayerInputGate), x));
        long slice = perLayer.Shape.Ne0 * perLayer.Shape.Ne1 * perLayer.Type.BlockBytes();
        GraphTensor own = View2(perLayer, perLayer.Shape.Ne0, perLayer.Shape.Ne1, perLayer.Strides.Nb1, layer * slice);
        own = g.PicksRowsIn(layer) ? GetRows(own, outputIds) : own;
        GraphTensor projected = MulMat(g.Weight(layer, WeightRole.PerLayerProjection), Mul(gate, own));
        return Add(x, g.Norm(projected, g.Weight(layer, WeightRole.PerLayerPostNorm), layer));
    }
}
