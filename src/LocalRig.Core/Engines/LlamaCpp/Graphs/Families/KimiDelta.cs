using LocalRig.Engines.LlamaCpp.Graphs.Blocks;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Families;

/// <summary>Kimi's delta attention: a delta rule whose decay each element has for itself, with short convolutions and a gate
/// (models/kimi-linear.cpp, kimi-k3.cpp, bailingmoe3.cpp). Which projections are of low rank the weights show.</summary>
/// <param name="g">The graph.</param>
/// <param name="decay">How a projection becomes the decay.</param>
/// <param name="unitLength">How queries and keys get unit length.</param>
internal sealed class KimiDelta(ModelGraph g, DecayRule decay, Func<GraphTensor, GraphTensor> unitLength)
{
    /// <summary>One layer: [embedding, tokens].</summary>
    public GraphTensor Layer(RecurrentInputs inputs, RecurrentAttention shape, GraphTensor x, int layer)
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
        GraphTensor decayed = Reshape(Decay(shape, Projected(x, WeightRole.SsmForgetA, WeightRole.SsmForgetB, layer), layer), head, heads, tokens, sequences);
        GraphTensor beta = Unary(Operation.Sigmoid, Reshape(MulMat(g.Weight(layer, WeightRole.SsmBeta), x), 1, heads, tokens, sequences));
        (GraphTensor cache, GraphTensor state) = g.RecurrentState(inputs, shape, layer);
        GraphTensor output = Cont(g.DeltaRule(unitLength(q), unitLength(k), v, decayed, beta, state, cache));
        GraphTensor gate = g.Optional(layer, WeightRole.SsmGate) is { } full ? MulMat(full, x) : Projected(x, WeightRole.SsmGateA, WeightRole.SsmGateB, layer);
        gate = Reshape(gate, head, heads, g.Tokens);
        GraphTensor normed = g.Norm(Reshape(output, head, heads, g.Tokens), g.Weight(layer, WeightRole.SsmNorm), layer);
        GraphTensor gated = Cont2(Mul(normed, Unary(Operation.Sigmoid, gate)), shape.InnerSize, g.Tokens);
        return MulMat(g.Weight(layer, WeightRole.AttentionOutput), gated);
    }

    private GraphTensor Projected(GraphTensor x, WeightRole first, WeightRole second, int layer)
    {
        GraphTensor low = MulMat(g.Weight(layer, first), x);
        return g.Optional(layer, second) is { } widens ? MulMat(widens, low) : low;
    }

    private GraphTensor Decay(RecurrentAttention shape, GraphTensor projected, int layer)
    {
        projected = Add(projected, g.Weight(layer, WeightRole.SsmDtBias));
        GraphTensor ByHead(GraphTensor flat) => Reshape(flat, shape.StateSize, shape.ValueHeads, g.Tokens);
        GraphTensor rate = Reshape(g.Weight(layer, WeightRole.SsmA), 1, shape.ValueHeads, 1);
        return decay switch
        {
            DecayRule.Softplus => Mul(ByHead(Unary(Operation.Softplus, projected)), rate),
            DecayRule.Bounded => Scale(Unary(Operation.Sigmoid, Mul(ByHead(projected), rate))),
            _ => Scale(Unary(Operation.Sigmoid, Scale(Mul(ByHead(projected), rate)))),
        };
    }
}

/// <summary>How a projection becomes a decay.</summary>
internal enum DecayRule
{
    /// <summary>Soft-plus, times a rate of its head (kimi-linear.cpp; kimi-k3.cpp without a bound).</summary>
    Softplus,

    /// <summary>Times the rate, sigmoid, times a bound (bailingmoe3.cpp).</summary>
    Bounded,

    /// <summary>The same with the rate's sign turned (kimi-k3.cpp).</summary>
    BoundedOfNegative,
}
