using LocalRig.Engines.LlamaCpp.Graphs.Blocks;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Families;

/// <summary>Kimi K3: Kimi-Linear's layers, each of which reads a mix of earlier residuals, and experts in a narrower space (models/kimi-k3.cpp).</summary>
internal sealed class KimiK3Graph
{
    private readonly ModelGraph _g;

    private readonly int _period;

    private GraphTensor? _kept;

    private KimiK3Graph(GraphRequest request)
    {
        _g = new ModelGraph(request);
        _period = (int)(_g.Architecture.Metadata.Integer("kimi-k3.attn_res.block_size") ?? 0);
    }

    /// <summary>Builds the graph.</summary>
    public static Graph Build(GraphRequest request) => new KimiK3Graph(request).Build();

    private Graph Build()
    {
        bool isBounded = _g.Architecture.Metadata.Number("kimi-k3.kda.gate_lower_bound") is not null;
        KimiDelta delta = new(_g, isBounded ? DecayRule.BoundedOfNegative : DecayRule.Softplus, ModelGraph.UnitLength);
        GraphTensor x = _g.InputEmbedding();
        RecurrentInputs recurrent = _g.RecurrentInputs();
        AttentionInputs latent = _g.LatentAttentionInputs();
        GraphTensor outputIds = _g.InputOutputIds();
        foreach (int layer in _g.Layers)
        {
            GraphTensor mixed = Mixed(x, WeightRole.AttentionResidualScore, layer);
            bool keeps = _period > 0 && layer % _period == 0;
            if (keeps)
            {
                GraphTensor point = Reshape(x, x.Shape.Ne0, 1, _g.Tokens);
                _kept = _kept is null ? point : Concat1(_kept, point);
            }

            GraphTensor normed = _g.Norm(mixed, _g.Weight(layer, WeightRole.AttentionNorm), layer);
            _g.Expand(normed);
            GraphTensor attended = _g.Architecture.Layers[layer].Attention is RecurrentAttention shape
                ? delta.Layer(recurrent, shape, normed, layer)
                : Latent(latent, (LatentAttention)_g.Architecture.Layers[layer].Attention, normed, layer);
            x = keeps ? attended : Add(x, attended);
            normed = _g.Norm(Mixed(x, WeightRole.FfnResidualScore, layer), _g.Weight(layer, WeightRole.FfnNorm), layer);
            x = Add(x, FeedForward(normed, layer));
        }

        GraphTensor hidden = _g.FinalNorm(GetRows(Mixed(x, WeightRole.OutputResidualScore, -1), outputIds));
        return _g.Finish(_g.Logits(hidden), hidden);
    }

    /// <summary>The residual mixed with the ones that were kept, each weighed by its score (res_mix).</summary>
    private GraphTensor Mixed(GraphTensor x, WeightRole score, int layer)
    {
        if (_kept is not { } kept)
        {
            return x;
        }

        long count = kept.Shape.Ne1;
        GraphTensor weight = _g.Weight(layer, score);
        GraphTensor scores = Reshape(SumRows(Mul(RmsNorm(kept), weight)), count, _g.Tokens);
        GraphTensor shares = SoftMax(Concat0(scores, SumRows(Mul(RmsNorm(x), weight))));
        GraphTensor ofKept = Cont(View2(shares, count, _g.Tokens, shares.Strides.Nb1, 0));
        GraphTensor own = Cont(View2(shares, 1, _g.Tokens, shares.Strides.Nb1, shares.Strides.Nb0 * count));
        return Add(WeighedSum(kept, ofKept), Mul(x, own));
    }

    private GraphTensor Latent(AttentionInputs inputs, LatentAttention shape, GraphTensor x, int layer)
    {
        Qkv qkv = DeepSeek2Graph.Latents(_g, x, shape, null, layer);
        GraphTensor attended = _g.AttendLatent(inputs, shape, qkv, _g.Weight(layer, WeightRole.AttentionVB), layer);
        attended = _g.Optional(layer, WeightRole.AttentionGate) is { } gate ? Mul(attended, Unary(Operation.Sigmoid, MulMat(gate, x))) : attended;
        return MulMat(_g.Weight(layer, WeightRole.AttentionOutput), attended);
    }

    private GraphTensor FeedForward(GraphTensor x, int layer)
    {
        if (_g.Architecture.Layers[layer].FeedForward is not ExpertFeedForward experts)
        {
            return Gated(x, WeightRole.FfnGate, WeightRole.FfnUp, WeightRole.FfnDown, layer);
        }

        GraphTensor seen = _g.Optional(layer, WeightRole.FfnRoutedDown) is { } down ? MulMat(down, x) : x;
        GraphTensor scores = MulMat(_g.Weight(layer, WeightRole.FfnGateInput), x);
        GraphTensor routed = _g.Experts(seen, scores, experts, _g.RoutingFromMetadata() with { Situ = LinearBeta > 0 ? Situ.Both : Situ.Gate }, layer);
        routed = _g.Optional(layer, WeightRole.FfnRoutedNorm) is { } norm ? _g.Norm(routed, norm, layer) : routed;
        routed = _g.Optional(layer, WeightRole.FfnRoutedUp) is { } up ? MulMat(up, routed) : routed;
        return _g.Has(layer, WeightRole.FfnGateShared) ? Add(routed, Gated(x, WeightRole.FfnGateShared, WeightRole.FfnUpShared, WeightRole.FfnDownShared, layer)) : routed;
    }

    private double LinearBeta => _g.Architecture.Metadata.Number("kimi-k3.activation.situ_linear_beta") ?? 0;

    private GraphTensor Gated(GraphTensor x, WeightRole gate, WeightRole up, WeightRole down, int layer) =>
        MulMat(_g.Weight(layer, down), ModelGraph.SituUnit(MulMat(_g.Weight(layer, gate), x), MulMat(_g.Weight(layer, up), x), LinearBeta > 0 ? Situ.Both : Situ.Gate));
}
