using LocalRig.Engines.LlamaCpp.Graphs.Blocks;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Families;

/// <summary>Layers that keep a state instead of a cache: Mamba in both forms (models/mamba-base.cpp) and LFM2's short convolution (models/lfm2.cpp).</summary>
internal static class StateSpace
{
    /// <summary>Mamba's first form: a state per channel, time steps from a product of low rank (build_mamba_layer).</summary>
    public static GraphTensor Mamba(ModelGraph g, RecurrentInputs inputs, RecurrentAttention shape, GraphTensor x, int layer)
    {
        (long inner, long state, long tokens, long sequences) = (shape.InnerSize, shape.StateSize, g.SequenceTokens, g.Request.Sequences);
        GraphTensor xz = MulMat(g.Weight(layer, WeightRole.SsmIn), Reshape(x, x.Shape.Ne0, tokens, sequences));
        GraphTensor channels = View3(xz, inner, tokens, sequences, xz.Strides.Nb1, xz.Strides.Nb2, 0);
        GraphTensor z = View3(xz, inner, tokens, sequences, xz.Strides.Nb1, xz.Strides.Nb2, xz.Type.RowBytes(inner));
        GraphTensor mixed = Convolved(g, inputs, shape, channels, layer, isFlat: true);
        GraphTensor parts = MulMat(g.Weight(layer, WeightRole.SsmX), mixed);
        long rank = parts.Shape.Ne0 - 2 * state;
        GraphTensor dt = View3(parts, rank, tokens, sequences, parts.Strides.Nb1, parts.Strides.Nb2, 0);
        GraphTensor Part(long first) =>
            View(parts, new TensorShape(state, 1, tokens, sequences), new TensorStrides(0, parts.Type.RowBytes(state), parts.Strides.Nb1, parts.Strides.Nb2), parts.Type.RowBytes(first));
        GraphTensor b = Part(rank);
        GraphTensor c = Part(rank + state);
        if (g.Has(layer, WeightRole.SsmDtNorm))
        {
            dt = g.Norm(dt, g.Weight(layer, WeightRole.SsmDtNorm), layer);
            b = g.Norm(b, g.Weight(layer, WeightRole.SsmBNorm), layer);
            c = g.Norm(c, g.Weight(layer, WeightRole.SsmCNorm), layer);
        }
        else
        {
            dt = Cont(dt);
        }

        dt = Add(MulMat(g.Weight(layer, WeightRole.SsmDt), dt), g.Weight(layer, WeightRole.SsmDtBias));
        GraphTensor heads = Reshape(mixed, 1, inner, tokens, sequences);
        GraphTensor scan = Scan(g, inputs, shape, heads, dt, b, c, layer);
        GraphTensor y = View3(scan, inner, tokens, sequences, heads.Strides.Nb2, heads.Strides.Nb3, 0);
        y = Add(y, Mul(mixed, g.Weight(layer, WeightRole.SsmD)));
        y = GatedUnit(Operation.Swiglu, Cont(z), y);
        GraphTensor result = MulMat(g.Weight(layer, WeightRole.SsmOut), y);
        return Reshape(result, result.Shape.Ne0, tokens * sequences);
    }

    /// <summary>Mamba's second form: heads that share states by group (build_mamba2_layer).</summary>
    public static GraphTensor Mamba2(ModelGraph g, RecurrentInputs inputs, RecurrentAttention shape, GraphTensor x, int layer)
    {
        (long inner, long state, long heads, long groups) = (shape.InnerSize, shape.StateSize, shape.ValueHeads, shape.KeyHeads);
        (long tokens, long sequences, long head) = (g.SequenceTokens, g.Request.Sequences, inner / heads);
        GraphTensor all = MulMat(g.Weight(layer, WeightRole.SsmIn), x);
        all = Reshape(all, all.Shape.Ne0, tokens, sequences);
        GraphTensor Heads(GraphTensor of, long length, long count, long first) =>
            View(of, new TensorShape(length, count, tokens, sequences), new TensorStrides(0, of.Type.RowBytes(length), of.Strides.Nb1, of.Strides.Nb2), of.Type.RowBytes(first));
        GraphTensor z = Heads(all, head, heads, 0);
        GraphTensor channels = View3(all, shape.ConvolutionChannels, tokens, sequences, all.Strides.Nb1, all.Strides.Nb2, all.Type.RowBytes(inner));
        GraphTensor dt = View3(all, heads, tokens, sequences, all.Strides.Nb1, all.Strides.Nb2, all.Type.RowBytes(2 * inner + 2 * groups * state));
        GraphTensor mixed = Convolved(g, inputs, shape, channels, layer);
        GraphTensor values = Heads(mixed, head, heads, 0);
        GraphTensor b = Heads(mixed, state, groups, inner);
        GraphTensor c = Heads(mixed, state, groups, inner + groups * state);
        dt = Add(Cont(dt), g.Weight(layer, WeightRole.SsmDtBias));
        GraphTensor scan = Scan(g, inputs, shape, values, dt, b, c, layer);
        long row = scan.Type.RowBytes(head);
        GraphTensor y = View(scan, new TensorShape(head, heads, tokens, sequences), new TensorStrides(0, row, row * heads, row * heads * tokens), 0);
        y = Add(y, Mul(values, g.Weight(layer, WeightRole.SsmD)));
        y = GatedUnit(Operation.Swiglu, Cont(z), y);
        if (g.Optional(layer, WeightRole.SsmNorm) is { } norm)
        {
            y = g.Norm(Reshape(y, inner / groups, groups, tokens, sequences), norm, layer);
        }

        return MulMat(g.Weight(layer, WeightRole.SsmOut), Reshape(y, inner, tokens * sequences));
    }

    /// <summary>A gated convolution over few tokens (build_shortconv_block).</summary>
    public static GraphTensor ShortConvolution(ModelGraph g, RecurrentInputs inputs, RecurrentAttention shape, GraphTensor x, int layer)
    {
        (long width, long tokens, long sequences) = (x.Shape.Ne0, g.SequenceTokens, g.Request.Sequences);
        GraphTensor all = MulMat(g.Weight(layer, WeightRole.ShortConvolutionIn), Reshape(x, width, tokens, sequences));
        GraphTensor Chunk(long number) => View3(all, width, tokens, sequences, all.Strides.Nb1, all.Strides.Nb2, all.Type.RowBytes(number * width));
        GraphTensor joined = g.ConvolutionInput(inputs, shape, Mul(Chunk(0), Chunk(2)), layer);
        GraphTensor y = Mul(Chunk(1), SsmConv(joined, g.Weight(layer, WeightRole.ShortConvolution)));
        y = MulMat(g.Weight(layer, WeightRole.ShortConvolutionOut), y);
        return Reshape(y, y.Shape.Ne0, tokens * sequences);
    }

    private static GraphTensor Convolved(ModelGraph g, RecurrentInputs inputs, RecurrentAttention shape, GraphTensor channels, int layer, bool isFlat = false)
    {
        GraphTensor mixed = SsmConv(g.ConvolutionInput(inputs, shape, channels, layer, isFlat), g.Weight(layer, WeightRole.SsmConv));
        return Unary(Operation.Silu, g.Optional(layer, WeightRole.SsmConvBias) is { } bias ? Add(mixed, bias) : mixed);
    }

    private static GraphTensor Scan(ModelGraph g, RecurrentInputs inputs, RecurrentAttention shape, GraphTensor x, GraphTensor dt, GraphTensor b, GraphTensor c, int layer)
    {
        GraphTensor cache = g.ScannedStates(shape, layer);
        GraphTensor a = g.Weight(layer, WeightRole.SsmA);
        GraphTensor scan = g.Scanned(
            inputs,
            cache,
            (states, rows) => SsmScan(Reshape(states, shape.StateSize, x.Shape.Ne0, x.Shape.Ne1, states.Shape.Ne1), x, dt, a, b, c, rows)
        );
        long elements = cache.Shape.Ne0;
        long sequences = g.Request.Sequences;
        long row = scan.Type.RowBytes(elements);
        long after = x.Shape.Elements * x.Type.BlockBytes();
        bool isFlat = a.Shape.Ne0 > 1; // the first form decays every state element by its own factor, and writes all states as one row
        g.Expand(isFlat
            ? Copy(View1(scan, elements * sequences, after), View1(cache, elements * sequences, 0))
            : Copy(View3(scan, elements, sequences, 1, row, row * sequences, after), View3(cache, elements, sequences, 1, cache.Strides.Nb1, cache.Strides.Nb1 * cache.Shape.Ne1, 0)));
        return scan;
    }
}
