using LocalRig.Architectures;
using LocalRig.Engines.LlamaCpp.Graphs.Blocks;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Families;

/// <summary>Gemma 3n: several predictions of the hidden state that a layer corrects, of which one passes attention (models/gemma3n.cpp).</summary>
internal static class Gemma3nGraph
{
    private const int Predictions = Gemma3nFamily.Predictions;

    /// <summary>Builds the graph.</summary>
    public static Graph Build(GraphRequest request)
    {
        ModelGraph g = new(request);
        GraphTensor embedded = g.ScaledInputEmbedding();
        g.Expand(embedded);
        GraphTensor positions = g.InputPositions();
        AttentionInputs full = g.FullAttentionInputs();
        AttentionInputs sliding = g.SlidingAttentionInputs();
        GraphTensor perLayer = PerLayerInputs(g, embedded);
        GraphTensor x = Stacked(g, embedded);
        foreach (int layer in g.Layers)
        {
            Router router = new(g.Weight(layer, WeightRole.AltupRouterNorm), g.Weight(layer, WeightRole.AltupRouter));
            GraphTensor predicted = Predicted(g, x, router, layer);
            GraphTensor active = Slice(predicted, 0);
            GraphTensor normed = g.Norm(active, g.Weight(layer, WeightRole.AttentionNorm), layer);
            GraphTensor around = Laurel(g, normed, layer);
            AttentionInputs inputs = g.Architecture.Layers[layer].Attention is SlidingAttention ? sliding : full;
            GraphTensor attended = MulMat(g.Weight(layer, WeightRole.AttentionOutput), Gemma4Graph.Attend(g, inputs, g.Architecture.Layers[layer], normed, positions, layer));
            attended = Add(g.Norm(attended, g.Weight(layer, WeightRole.PostAttentionNorm), layer), active);
            GraphTensor both = Scale(Add(attended, around));
            GraphTensor fed = FeedForward(g, g.Norm(both, g.Weight(layer, WeightRole.FfnNorm), layer), layer);
            fed = Add(g.Norm(fed, g.Weight(layer, WeightRole.PostFfnNorm), -1), both);
            x = WithPerLayer(g, Corrected(g, predicted, fed, router, layer), perLayer, layer);
        }

        GraphTensor hidden = g.FinalNorm(GetRows(Merged(g, x), g.InputOutputIds()));
        return g.Finish(Scale(Unary(Operation.Tanh, Scale(g.Logits(hidden)))), hidden);
    }

    /// <summary>One small embedding per token and layer: [width, tokens, layers].</summary>
    private static GraphTensor PerLayerInputs(ModelGraph g, GraphTensor x)
    {
        int layers = g.Architecture.Layers.Length;
        GraphTensor tokens = Input("inp_tokens", TensorType.I32, new TensorShape(g.Tokens));
        GraphTensor selected = Scale(Reshape(GetRows(g.Weight(-1, WeightRole.PerLayerTokenEmbedding), tokens), Gemma3nFamily.PerLayerWidth, layers, g.Tokens));
        g.Expand(selected);
        GraphTensor projected = Scale(MulMat(g.Weight(-1, WeightRole.PerLayerModelProjection), x));
        projected = g.Norm(Reshape(projected, Gemma3nFamily.PerLayerWidth, layers, g.Tokens), g.Weight(-1, WeightRole.PerLayerProjectionNorm), -1);
        return Cont(SwapHeadsAndTokens(Scale(Add(projected, selected))));
    }

    /// <summary>The other predictions begin as products of the first, brought to its length: [width, tokens, predictions].</summary>
    private static GraphTensor Stacked(ModelGraph g, GraphTensor x)
    {
        GraphTensor length = Length(x);
        GraphTensor others = MulMat(g.Weight(-1, WeightRole.AltupProjection), Repeat(x, new TensorShape(x.Shape.Ne0, x.Shape.Ne1, Predictions - 1)));
        return Concat2(x, Div(Mul(others, length), Length(others)));
    }

    private static GraphTensor Merged(ModelGraph g, GraphTensor x)
    {
        GraphTensor length = Length(Slice(x, 0));
        GraphTensor others = MulMat(g.Weight(-1, WeightRole.AltupUnembedProjection), Rest(x));
        others = Div(Mul(others, length), Length(others));
        GraphTensor sum = Slice(x, 0);
        for (int i = 0; i < Predictions - 1; i++)
        {
            sum = Add(sum, Slice(others, i));
        }

        return Scale(sum);
    }

    private static GraphTensor Length(GraphTensor x) => Unary(Operation.Sqrt, SumRows(Unary(Operation.Sqr, x)));

    /// <summary>How much each prediction counts for a token: [predictions, tokens].</summary>
    private static GraphTensor Modalities(ModelGraph g, GraphTensor x, Router router, int layer) =>
        Unary(Operation.Tanh, MulMat(router.Weight, Scale(g.Norm(x, router.Norm, layer))));

    private static GraphTensor Predicted(ModelGraph g, GraphTensor x, Router router, int layer)
    {
        GraphTensor modalities = Modalities(g, Slice(x, 0), router, layer);
        GraphTensor factors = Reshape(MulMat(g.Weight(layer, WeightRole.AltupPredictCoefficients), modalities), Predictions, Predictions, g.Tokens);
        GraphTensor mixed = MulMat(Cont(LastFirst(x)), factors);
        return Add(Cont(SwapHeadsAndTokens(mixed)), x);
    }

    private static GraphTensor Corrected(ModelGraph g, GraphTensor predicted, GraphTensor active, Router router, int layer)
    {
        GraphTensor modalities = Modalities(g, active, router, layer);
        GraphTensor innovation = Sub(active, Slice(predicted, 0));
        GraphTensor factors = Scale(MulMat(g.Weight(layer, WeightRole.AltupCorrectCoefficients), modalities));
        factors = Cont3(Transpose(factors), 1, g.Tokens, Predictions);
        GraphTensor all = Repeat(innovation, new TensorShape(innovation.Shape.Ne0, innovation.Shape.Ne1, Predictions));
        return Add(Mul(all, factors), predicted);
    }

    private static GraphTensor Laurel(ModelGraph g, GraphTensor x, int layer)
    {
        GraphTensor low = MulMat(g.Weight(layer, WeightRole.LaurelRight), MulMat(g.Weight(layer, WeightRole.LaurelLeft), x));
        return Add(g.Norm(low, g.Weight(layer, WeightRole.LaurelPostNorm), layer), x);
    }

    private static GraphTensor FeedForward(ModelGraph g, GraphTensor x, int layer)
    {
        GraphTensor up = MulMat(g.Weight(layer, WeightRole.FfnUp), x);
        GraphTensor gate = MulMat(g.Weight(layer, WeightRole.FfnGate), x);
        gate = g.Architecture.Layers[layer].KeepsLargest ? LargestOf(gate) : gate;
        return MulMat(g.Weight(layer, WeightRole.FfnDown), Mul(up, Unary(Operation.Gelu, gate)));
    }

    /// <summary>What is above so many deviations from the mean (gaussian_topk).</summary>
    private static GraphTensor LargestOf(GraphTensor x)
    {
        GraphTensor mean = Mean(x);
        GraphTensor deviation = Unary(Operation.Sqrt, Scale(SumRows(Unary(Operation.Sqr, Sub(x, mean)))));
        return Unary(Operation.Relu, Sub(x, Add(mean, Scale(deviation))));
    }

    private static GraphTensor WithPerLayer(ModelGraph g, GraphTensor corrected, GraphTensor perLayer, int layer)
    {
        GraphTensor first = Mul(Slice(corrected, 0), g.Weight(layer, WeightRole.AltupCorrectScale));
        first = Unary(Operation.Gelu, MulMat(g.Weight(layer, WeightRole.PerLayerInputGate), first));
        first = MulMat(g.Weight(layer, WeightRole.PerLayerProjection), Mul(first, Slice(perLayer, layer)));
        first = g.Norm(first, g.Weight(layer, WeightRole.PerLayerPostNorm), layer);
        return Concat2(Slice(corrected, 0), Add(Rest(corrected), first));
    }

    private static GraphTensor Slice(GraphTensor x, int number) =>
        View2(x, x.Shape.Ne0, x.Shape.Ne1, x.Type.RowBytes(x.Shape.Ne0), number * x.Type.RowBytes(x.Shape.Ne0) * x.Shape.Ne1);

    private static GraphTensor Rest(GraphTensor x)
    {
        long row = x.Type.RowBytes(x.Shape.Ne0);
        return View3(x, x.Shape.Ne0, x.Shape.Ne1, Predictions - 1, row, row * x.Shape.Ne1, row * x.Shape.Ne1);
    }

    /// <summary>The weights that are read twice in a layer, each one tensor: where they are on the host, a device copies them once.</summary>
    private readonly record struct Router(GraphTensor Norm, GraphTensor Weight);
}
