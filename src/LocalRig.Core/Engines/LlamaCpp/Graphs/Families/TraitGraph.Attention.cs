using LocalRig.Architectures;
using LocalRig.Engines.LlamaCpp.Graphs.Blocks;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Families;

/// <summary>Attention of llama-like families.</summary>
internal sealed partial class TraitGraph
{
    private const int SmallBaichuanLayers = 32; // of the 7B

    private const int UnturnedPeriod = 4; // n_no_rope_layer_step of SmolLM3, Llama 4 and Trinity

    /// <summary>What looks back: attention, a state space, a short convolution, or attention and a state space together.</summary>
    private GraphTensor Mixed(GraphTensor normed, GraphTensor x, int layer) =>
        _g.Architecture.Layers[layer] switch
        {
            { Attention: RecurrentAttention state } when _g.Has(layer, WeightRole.ShortConvolution) => StateSpace.ShortConvolution(_g, _recurrent!, state, normed, layer),
            { Attention: RecurrentAttention state } when _g.Has(layer, WeightRole.SsmX) => StateSpace.Mamba(_g, _recurrent!, state, normed, layer),
            { Attention: RecurrentAttention state } => StateSpace.Mamba2(_g, _recurrent!, state, normed, layer),
            { StateBeside: { } state } => Add(Attention(normed, x, layer), StateSpace.Mamba2(_g, _recurrent!, state, InputNorm(x, layer), layer)),
            _ => Attention(normed, x, layer),
        };

    private GraphTensor Attention(GraphTensor normed, GraphTensor x, int layer)
    {
        var shape = (FullAttention)_g.Architecture.Layers[layer].Attention;
        GraphTensor input = _traits.Order != BlockOrder.NormedAfterAdding && _g.Optional(layer, WeightRole.AttentionNorm2) is { } second ? _g.Norm(x, second, layer, _g.Optional(layer, WeightRole.AttentionNorm2Bias)) : normed;
        Qkv qkv = Turned(Projected(input, shape, layer), shape, layer);
        GraphTensor attended = _batchMask is not null
            ? _g.AttendBatch(shape is SlidingAttention ? _slidingBatchMask! : _batchMask, qkv, layer)
            : _g.Attend((shape is SlidingAttention ? _sliding : _full)!, shape, qkv, layer, _g.Optional(layer, WeightRole.AttentionSinks));
        attended = _g.Optional(layer, WeightRole.AttentionGate) is { } gate ? Gated(attended, MulMat(gate, input), shape) : attended;
        return _g.ProjectAttention(attended, layer);
    }

    /// <summary>A gate per element (Trinity) or per head (Step-3.5) on what attention gives.</summary>
    private GraphTensor Gated(GraphTensor attended, GraphTensor gate, FullAttention shape)
    {
        gate = Unary(_traits.GatesBySoftplus ? Operation.Softplus : Operation.Sigmoid, gate);
        if (gate.Shape.Ne0 == attended.Shape.Ne0)
        {
            return Mul(attended, gate);
        }

        GraphTensor heads = Mul(Reshape(attended, shape.ValueLength, shape.Heads, _g.Tokens), Reshape(gate, 1, shape.Heads, _g.Tokens));
        return Reshape(heads, (long)shape.ValueLength * shape.Heads, _g.Tokens);
    }

    private Qkv Projected(GraphTensor x, FullAttention shape, int layer)
    {
        if (!NormsWholeRows(shape, layer))
        {
            return _g.ProjectQkv(x, shape, layer);
        }

        Qkv rows = _g.ProjectRows(x, shape, layer);
        GraphTensor q = _g.Norm(rows.Q, _g.Weight(layer, WeightRole.AttentionQNorm), layer, _g.Optional(layer, WeightRole.AttentionQNormBias));
        GraphTensor k = _g.Norm(rows.K, _g.Weight(layer, WeightRole.AttentionKNorm), layer, _g.Optional(layer, WeightRole.AttentionKNormBias));
        return new Qkv(
            _g.Heads(q, shape.KeyLength, shape.Heads),
            _g.Heads(k, shape.KeyLength, shape.KeyValueHeads),
            _g.Heads(rows.V, shape.ValueLength, shape.KeyValueHeads)
        );
    }

    /// <summary>Whether queries and keys are normed before they are split into heads: the norm is as wide as all of them.</summary>
    private bool NormsWholeRows(FullAttention shape, int layer) =>
        shape.Heads > 1 && _g.Request.Weights.Find(layer, WeightRole.AttentionQNorm) is { } norm && norm.Shape.Ne0 == (long)shape.Heads * shape.KeyLength;

    private Qkv Turned(Qkv qkv, FullAttention shape, int layer)
    {
        (GraphTensor q, GraphTensor k, GraphTensor v) = qkv;
        bool turns = Turns(shape, layer);
        GraphTensor? factors = FactorsOf(shape, layer);
        if (turns && _traits.RotatesBeforeNorm)
        {
            (q, k) = (Rope(q, _positions, factors), Rope(k, _positions, factors));
        }

        if (!NormsWholeRows(shape, layer))
        {
            q = HeadNorm(q, layer, WeightRole.AttentionQNorm, WeightRole.AttentionQNormBias);
            k = HeadNorm(k, layer, WeightRole.AttentionKNorm, WeightRole.AttentionKNormBias);
        }

        if (turns && !_traits.RotatesBeforeNorm)
        {
            (q, k) = (Rope(q, _positions, factors), Rope(k, _positions, factors));
        }

        return Llama4(new Qkv(_traits.ScalesQueries ? Scale(q) : q, k, v), turns);
    }

    private GraphTensor HeadNorm(GraphTensor heads, int layer, WeightRole role, WeightRole bias)
    {
        if (_g.Optional(layer, role) is not { } weight)
        {
            return heads;
        }

        bool centers = _g.CentersNorms;
        _g.CentersNorms = _traits.CentersHeadNorms ?? centers;
        GraphTensor normed = _g.Norm(heads, weight, layer, _g.Optional(layer, bias));
        _g.CentersNorms = centers;
        return normed;
    }

    private bool Turns(FullAttention shape, int layer) =>
        _traits.Rotary switch
        {
            RotaryRule.Never => false,
            RotaryRule.UnlessNotFinetuned => _g.Architecture.Metadata.Flag($"{_g.Architecture.Name}.rope.scaling.finetuned") ?? true,
            RotaryRule.Sliding => shape is SlidingAttention,
            RotaryRule.SlidingOrAll => shape is SlidingAttention || !_hasWindows,
            RotaryRule.SlidingOrDense => shape is SlidingAttention || _g.Architecture.Layers[layer].FeedForward is DenseFeedForward,
            RotaryRule.WithThirtyTwoLayers => _g.Architecture.Layers.Length == SmallBaichuanLayers,
            RotaryRule.Listed => !_g.Architecture.Layers[layer].IsUnturned,
            RotaryRule.AllButEveryFourth => (layer + 1) % UnturnedPeriod != 0,
            _ => true,
        };

    /// <summary>Llama 4: turned heads are normed without weights in the small model, the others' queries weighed by position (llama4.cpp).</summary>
    private Qkv Llama4(Qkv qkv, bool turns)
    {
        if (_traits.Name != "llama4")
        {
            return qkv;
        }

        const int LargeModelExperts = 128; // Maverick, which has no such norms (use_kq_norm)
        bool norms = turns && _g.Architecture.Metadata.Integer("llama4.expert_count") != LargeModelExperts;
        return norms ? qkv with { Q = RmsNorm(qkv.Q), K = RmsNorm(qkv.K) }
            : !turns && _temperature is { } scale ? qkv with { Q = Mul(qkv.Q, scale) }
            : qkv;
    }

    private GraphTensor? FactorsOf(FullAttention shape, int layer)
    {
        if (_traits.Factors == RotaryFactors.None || (_traits.Factors == RotaryFactors.FullOnly && shape is SlidingAttention))
        {
            return null;
        }

        return _g.PerDevice(_g.Has(-1, WeightRole.RopeFrequencies) ? WeightRole.RopeFrequencies : _g.LongOrShortFactors(), layer);
    }
}
