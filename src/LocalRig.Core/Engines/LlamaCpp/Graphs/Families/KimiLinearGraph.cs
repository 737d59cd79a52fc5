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
        GraphTensor x = g.InputEmbedding();
        RecurrentInputs recurrent = g.RecurrentInputs();
        AttentionInputs latent = g.LatentAttentionInputs();
        GraphTensor outputIds = g.InputOutputIds();
        foreach (int layer in g.Layers)
        {
            GraphTensor normed = g.Norm(x, g.Weight(layer, WeightRole.AttentionNorm), layer);
            g.Expand(normed);
            GraphTensor attended = g.Architecture.Layers[layer].Attention is RecurrentAttention delta
                ? Delta(g, recurrent, delta, normed, layer)
                : Latent(g, latent, (LatentAttention)g.Architecture.Layers[layer].Attention, normed, layer);
            if (layer == g.Architecture.Layers.Length - 1)
            {
                attended = GetRows(attended, outputIds);
                x = GetRows(x, outputIds);
            }

            GraphTensor residual = Add(attended, x);
            normed = g.Norm(residual, g.Weight(layer, WeightRole.FfnNorm), layer);
            x = Add(DeepSeek2Graph.FeedForward(g, normed, layer), residual);
        }

        GraphTensor hidden = g.FinalNorm(x);
        return g.Finish(g.Logits(hidden), hidden);
    }

    private static GraphTensor Latent(ModelGraph g, AttentionInputs inputs, LatentAttention shape, GraphTensor x, int layer)
    {
        Qkv qkv = DeepSeek2Graph.Latents(g, x, shape, null, layer);
        return MulMat(g.Weight(layer, WeightRole.AttentionOutput), g.AttendLatent(inputs, shape, qkv, g.Weight(layer, WeightRole.AttentionVB), layer));
    }

    private static GraphTensor Delta(ModelGraph g, RecurrentInputs inputs, RecurrentAttention shape, GraphTensor x, int layer)
    {
        (long head, long heads, long tokens, long sequences) = (shape.StateSize, shape.ValueHeads, g.SequenceTokens, g.Request.Sequences);
        (GraphTensor, GraphTensor) histories = g.ConvolutionStates(inputs, shape, layer);
        GraphTensor Part(WeightRole projection, WeightRole kernel, int part)
        {
            GraphTensor joined = g.JoinedHistory(histories, shape, MulMat(g.Weight(layer, projection), x), part);
            GraphTensor mixed = SsmConv(joined, Reshape(g.Weight(layer, kernel), shape.ConvolutionKernel, shape.InnerSize));
            mixed = Unary(Operation.Silu, Reshape(mixed, shape.InnerSize, g.Tokens));
            return Reshape(mixed, head, heads, tokens, sequences);
        }

        GraphTensor q = Part(WeightRole.AttentionQ, WeightRole.SsmConvQ, 0);
        GraphTensor k = Part(WeightRole.AttentionK, WeightRole.SsmConvK, 1);
        GraphTensor v = Part(WeightRole.AttentionV, WeightRole.SsmConvV, 2);
        GraphTensor decay = MulMat(g.Weight(layer, WeightRole.SsmForgetB), MulMat(g.Weight(layer, WeightRole.SsmForgetA), x));
        decay = Unary(Operation.Softplus, Add(decay, g.Weight(layer, WeightRole.SsmDtBias)));
        decay = Mul(Reshape(decay, head, heads, g.Tokens), Reshape(g.Weight(layer, WeightRole.SsmA), 1, heads, 1));
        decay = Reshape(decay, head, heads, tokens, sequences);
        GraphTensor beta = Unary(Operation.Sigmoid, Reshape(MulMat(g.Weight(layer, WeightRole.SsmBeta), x), 1, heads, tokens, sequences));
        (GraphTensor cache, GraphTensor state) = g.RecurrentState(inputs, shape, layer);
        GraphTensor output = Cont(g.DeltaRule(Unary(Operation.L2Norm, q), Unary(Operation.L2Norm, k), v, decay, beta, state, cache));
        GraphTensor gate = Reshape(MulMat(g.Weight(layer, WeightRole.SsmGateB), MulMat(g.Weight(layer, WeightRole.SsmGateA), x)), head, heads, g.Tokens);
        GraphTensor normed = g.Norm(Reshape(output, head, heads, g.Tokens), g.Weight(layer, WeightRole.SsmNorm), layer);
        GraphTensor gated = Cont2(Mul(normed, Unary(Operation.Sigmoid, gate)), shape.InnerSize, g.Tokens);
        return MulMat(g.Weight(layer, WeightRole.AttentionOutput), gated);
    }
}
