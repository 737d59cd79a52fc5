using LocalRig.Engines.LlamaCpp.Graphs.Blocks;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Families;

/// <summary>A gated delta-net layer: short convolution, delta rule, gated norm (models/qwen35.cpp and qwen3next.cpp, build_layer_attn_linear).</summary>
internal static class DeltaNetLayer
{
    /// <summary>Builds one layer's linear attention, output projection included.</summary>
    public static GraphTensor Build(ModelGraph g, RecurrentInputs inputs, RecurrentAttention shape, GraphTensor x, int layer)
    {
        int tokens = g.SequenceTokens;
        int sequences = g.Request.Sequences;
        GraphTensor mixed = MulMat(g.Weight(layer, WeightRole.AttentionQkv), x);
        mixed = Reshape(mixed, mixed.Shape.Ne0, tokens, sequences);
        GraphTensor z = MulMat(g.Weight(layer, WeightRole.AttentionGate), x);
        (GraphTensor beta, GraphTensor alpha) = g.Has(layer, WeightRole.SsmBetaAlpha) ? JointGates(g, x, shape, layer) : SeparateGates(g, x, shape, layer);
        GraphTensor decay = Mul(
            Unary(Operation.Softplus, Add(alpha, g.Weight(layer, WeightRole.SsmDtBias))),
            g.Weight(layer, WeightRole.SsmA)
        );
        decay = Reshape(decay, 1, shape.ValueHeads, tokens, sequences);

        GraphTensor convolutionInput = g.ConvolutionInput(inputs, shape, mixed, layer);
        (GraphTensor cache, GraphTensor state) = g.RecurrentState(inputs, shape, layer);
        GraphTensor convolved = Unary(Operation.Silu, SsmConv(convolutionInput, g.Weight(layer, WeightRole.SsmConv)));
        (GraphTensor q, GraphTensor k, GraphTensor v) = Split(convolved, shape, tokens, sequences);
        q = UnitLength(q, g, shape, tokens, sequences);
        k = UnitLength(k, g, shape, tokens, sequences);

        GraphTensor output = g.DeltaRule(q, k, v, decay, beta, state, cache);
        int value = shape.InnerSize / shape.ValueHeads;
        GraphTensor gate = Reshape(z, value, shape.ValueHeads, tokens, sequences);
        GraphTensor gated = Mul(g.Norm(output, g.Weight(layer, WeightRole.SsmNorm), layer), Unary(Operation.Silu, gate));
        GraphTensor flat = Reshape(gated, shape.InnerSize, tokens, sequences);
        GraphTensor projected = MulMat(g.Weight(layer, WeightRole.SsmOut), flat);
        return Reshape(projected, g.Architecture.EmbeddingLength, (long)tokens * sequences);
    }

    /// <summary>Qwen3.5: one matrix for beta, one for alpha.</summary>
    private static (GraphTensor Beta, GraphTensor Alpha) SeparateGates(ModelGraph g, GraphTensor x, RecurrentAttention shape, int layer)
    {
        GraphTensor beta = MulMat(g.Weight(layer, WeightRole.SsmBeta), x);
        beta = Unary(Operation.Sigmoid, Reshape(beta, 1, shape.ValueHeads, g.SequenceTokens, g.Request.Sequences));
        GraphTensor alpha = MulMat(g.Weight(layer, WeightRole.SsmAlpha), x);
        return (beta, Reshape(alpha, shape.ValueHeads, g.SequenceTokens, g.Request.Sequences));
    }

    /// <summary>Qwen3-Next: one matrix whose rows interleave beta and alpha by key head.</summary>
    private static (GraphTensor Beta, GraphTensor Alpha) JointGates(ModelGraph g, GraphTensor x, RecurrentAttention shape, int layer)
    {
        int perKeyHead = shape.ValueHeads / shape.KeyHeads;
        GraphTensor both = MulMat(g.Weight(layer, WeightRole.SsmBetaAlpha), x);
        both = Reshape(both, 2 * perKeyHead, shape.KeyHeads, g.SequenceTokens, g.Request.Sequences);
        GraphTensor Part(long offset) => View(both, both.Shape with { Ne0 = perKeyHead }, both.Strides, offset);
        GraphTensor beta = Unary(Operation.Sigmoid, Cont(Part(0)));
        GraphTensor alpha = Cont3(Part(perKeyHead * both.Strides.Nb0), shape.ValueHeads, g.SequenceTokens, g.Request.Sequences);
        return (Reshape(beta, 1, shape.ValueHeads, g.SequenceTokens, g.Request.Sequences), alpha);
    }

    private static Qkv Split(GraphTensor convolved, RecurrentAttention shape, int tokens, int sequences)
    {
        TensorType type = convolved.Type;
        int value = shape.InnerSize / shape.ValueHeads;
        int keys = shape.StateSize * shape.KeyHeads;
        long row = type.RowBytes(shape.ConvolutionChannels);
        GraphTensor Part(int length, int heads, int first) =>
            View(
                convolved,
                new TensorShape(length, heads, tokens, sequences),
                new TensorStrides(0, type.RowBytes(length), row, row * tokens),
                type.RowBytes(first)
            );
        return new Qkv(Part(shape.StateSize, shape.KeyHeads, 0), Part(shape.StateSize, shape.KeyHeads, keys), Part(value, shape.ValueHeads, 2 * keys));
    }

    /// <summary>Unit length per head; Qwen3-Next then repeats each key head for its value heads, while Qwen3.5's kernel does so itself.</summary>
    private static GraphTensor UnitLength(GraphTensor x, ModelGraph g, RecurrentAttention shape, int tokens, int sequences)
    {
        GraphTensor unit = ModelGraph.UnitLength(x);
        if (g.Architecture.Name != "qwen3next" || shape.KeyHeads == shape.ValueHeads)
        {
            return unit;
        }

        long all = (long)tokens * sequences;
        GraphTensor heads = Reshape(unit, shape.StateSize, 1, shape.KeyHeads, all);
        GraphTensor repeated = Repeat(heads, new TensorShape(shape.StateSize, shape.ValueHeads / shape.KeyHeads, shape.KeyHeads, all));
        return Reshape(repeated, shape.StateSize, shape.ValueHeads, tokens, sequences);
    }
}
