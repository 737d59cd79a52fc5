using LocalRig.Architectures;
using LocalRig.Engines.LlamaCpp.Caches;
using LocalRig.Engines.LlamaCpp.Graphs.Blocks;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Families;

/// <summary>The graph of every family whose block is Llama's with other traits: norms, biases, gates and experts go by the tensors present,
/// scales by the header, the rest by the family's row (<see cref="BlockTraitsTable"/>).</summary>
internal sealed partial class TraitGraph
{
    private readonly ModelGraph _g;
    private readonly BlockTraits _traits;
    private readonly GraphTensor _positions;
    private readonly AttentionInputs? _full;
    private readonly AttentionInputs? _sliding;
    private readonly GraphTensor? _batchMask;
    private readonly GraphTensor? _slidingBatchMask;
    private readonly GraphTensor? _temperature;
    private readonly RecurrentInputs? _recurrent;
    private readonly bool _hasWindows;

    // a router's scores made before the layer's own work, of the layer that is being built
    private GraphTensor? _scores;

    private TraitGraph(GraphRequest request, BlockTraits traits)
    {
        _g = new ModelGraph(request) { CentersNorms = CentersNorms(request, traits), CapsAttention = traits.CapsAttention };
        _traits = traits;
        _hasWindows = request.SlidingCache is not null;
        _positions = _g.InputPositions(_g.PositionsPerToken);
        if (traits.Span == AttentionSpan.Cached)
        {
            _full = _g.FullAttentionInputs();
            _sliding = _hasWindows ? _g.SlidingAttentionInputs() : _full;
        }
        else
        {
            _batchMask = _g.BatchMask();
            _slidingBatchMask = _g.BatchMask();
        }

        _recurrent = CacheRules.HasStates(request.Architecture) ? _g.RecurrentInputs() : null;
        _temperature = traits.Name == "llama4" && _hasWindows ? _g.InputAttentionScale() : null;
    }

    /// <summary>Builds the graph.</summary>
    public static Graph Build(GraphRequest request, BlockTraits traits) => new TraitGraph(request, traits).Build();

    private Graph Build()
    {
        GraphTensor embedded = Embedding();
        GraphTensor x = embedded;
        GraphTensor outputIds = _g.InputOutputIds();
        int last = _g.Architecture.Layers.Length - 1;
        foreach (int layer in _g.Layers)
        {
            GraphTensor normed = InputNorm(x, layer);
            if (_g.Architecture.Layers[layer] is { Attention: NoAttention } or { FeedForward: NoFeedForward })
            {
                x = OneHalf(normed, x, layer == last ? outputIds : null, layer);
                continue;
            }

            GraphTensor attended = Mixed(normed, x, layer);
            GraphTensor? rows = layer == last ? outputIds : null;
            _scores = _traits.RoutesByInput ? Picked(MulMat(_g.Weight(layer, WeightRole.FfnGateInput), x), rows) : null;
            x = _traits.Order == BlockOrder.OneAfterOther ? OneAfterOther(attended, x, normed, rows, layer)
                : _traits.Order == BlockOrder.NormedAfterAdding ? NormedAfterAdding(Picked(attended, rows), Picked(x, rows), layer)
                : BesideOneAnother(Picked(attended, rows), Picked(x, rows), Picked(normed, rows), layer);
            x = layer < DeepstackLayers ? Add(x, DeepstackPart(embedded, layer)) : x;
        }

        GraphTensor hidden = _traits.HasBareNorms ? BareNorm(x)
            : _traits.NormsOutputAsEmbedding ? _g.Norm(x, _g.Weight(-1, WeightRole.TokenEmbeddingNorm), -1)
            : _g.Optional(-1, WeightRole.EncoderOutputNorm) is { } norm ? _g.Norm(x, norm, -1)
            : _traits.Weights.HasFlag(BlockWeights.NoOutputNorm) ? x
            : _g.FinalNorm(x);
        if (_traits.IsEncoder)
        {
            return _g.Finish(hidden, hidden);
        }

        GraphTensor logits = _g.Logits(hidden);
        logits = HasScale("logit_scale", DefaultScales.Logits) ? Scale(logits) : logits;
        return _g.Finish(CapsLogits ? Scale(Unary(Operation.Tanh, Scale(logits))) : logits, hidden);
    }

    private bool CapsLogits => _traits.CapsLogits || Number("final_logit_softcapping") is > 0;

    /// <summary>Layers that add their own part of a picture's vectors (Qwen3-VL), which are wider by it.</summary>
    private int DeepstackLayers => (int)(_g.Architecture.Metadata.Integer($"{_g.Architecture.Name}.n_deepstack_layers") ?? 0);

    private static GraphTensor DeepstackPart(GraphTensor embedded, int layer) =>
        View2(embedded, embedded.Shape.Ne0, embedded.Shape.Ne1, embedded.Strides.Nb1, (layer + 1) * embedded.Type.RowBytes(embedded.Shape.Ne0));

    private static GraphTensor Picked(GraphTensor x, GraphTensor? rows) => rows is null ? x : GetRows(x, rows);

    private GraphTensor Embedding()
    {
        GraphTensor? places = _g.Optional(-1, WeightRole.PositionEmbedding) is { } table ? GetRows(table, _positions) : null;
        if (places is not null && _traits.IsEncoder)
        {
            _g.Expand(places); // looked up first, as seen in the graphs of llama.cpp 0.7.0
        }

        GraphTensor x = _traits.ScalesEmbeddingsByToken ? _g.ScaledInputEmbedding() : _g.InputEmbedding(DeepstackLayers);
        if (_g.Optional(-1, WeightRole.TokenTypes) is { } types)
        {
            x = Add(x, View1(types, types.Shape.Ne0, 0)); // every token is of the first type
        }

        x = _traits.ScalesEmbeddings || HasScale("embedding_scale", DefaultScales.Embeddings) ? Scale(x) : x;
        if (_recurrent is not null)
        {
            _g.Expand(x);
        }

        if (places is not null)
        {
            x = _traits.IsEncoder ? Add(places, x) : Add(x, places);
        }

        return !_traits.NormsOutputAsEmbedding && _g.Optional(-1, WeightRole.TokenEmbeddingNorm) is { } weight ? _g.Norm(x, weight, 0, _g.Optional(-1, WeightRole.TokenEmbeddingNormBias)) : x;
    }

    private GraphTensor OneAfterOther(GraphTensor attended, GraphTensor x, GraphTensor normed, GraphTensor? rows, int layer)
    {
        bool closesAttention = _g.Has(layer, WeightRole.PostAttentionNorm) && (_g.Has(layer, WeightRole.FfnNorm) || !_g.Has(layer, WeightRole.AttentionNorm));
        attended = _traits.Picking == RowPicking.BeforeNorm ? Picked(attended, rows) : attended;
        attended = closesAttention ? _g.Norm(attended, _g.Weight(layer, WeightRole.PostAttentionNorm), layer) : attended;
        attended = _traits.Picking == RowPicking.AfterNorm ? Picked(attended, rows) : attended;
        x = _traits.Picking == RowPicking.AfterSum ? x : Picked(x, rows);
        attended = ScalesResiduals ? Scale(attended) : attended;
        GraphTensor residual = _traits.AddsAttentionToInput ? Add(x, attended) : Add(attended, x);
        residual = _traits.Picking == RowPicking.AfterSum ? Picked(residual, rows) : residual;
        GraphTensor fed = FeedForward(SharesNorm(layer) ? Picked(normed, rows) : FeedForwardNorm(residual, layer), layer);
        fed = _g.Optional(layer, WeightRole.PostFfnNorm) is { } post ? _g.Norm(fed, post, _traits.PinsLastNorm ? layer : -1) : fed;
        fed = ScalesResiduals ? Scale(fed) : fed;
        return _traits.AddsToResidual ? Add(residual, fed) : Add(fed, residual);
    }

    /// <summary>A block whose norms follow its sums; some have a second one after attention, of the first and the input (jina-embeddings-v2-base-code).</summary>
    private GraphTensor NormedAfterAdding(GraphTensor attended, GraphTensor x, int layer)
    {
        GraphTensor residual = _g.Norm(Add(attended, x), _g.Weight(layer, WeightRole.PostAttentionNorm), layer, _g.Optional(layer, WeightRole.PostAttentionNormBias));
        if (_g.Optional(layer, WeightRole.AttentionNorm2) is { } second)
        {
            residual = _g.Norm(Add(residual, x), second, layer, _g.Optional(layer, WeightRole.AttentionNorm2Bias));
        }

        GraphTensor fed = FeedForward(residual, layer);
        return _g.Norm(Add(fed, residual), _g.Weight(layer, WeightRole.PostFfnNorm), layer, _g.Optional(layer, WeightRole.PostFfnNormBias));
    }

    /// <summary>Whether the feed-forward reads what attention read, yet is added after it (stablelm.cpp).</summary>
    private bool SharesNorm(int layer) => _traits.Weights.HasFlag(BlockWeights.SomeShareNorm) && !_g.Has(layer, WeightRole.FfnNorm);

    private GraphTensor BesideOneAnother(GraphTensor attended, GraphTensor x, GraphTensor normed, int layer)
    {
        GraphTensor input = _g.Optional(layer, WeightRole.FfnNorm) is { } norm ? _g.Norm(x, norm, layer, _g.Optional(layer, WeightRole.FfnNormBias)) : normed;
        GraphTensor fed = FeedForward(input, layer);
        return _traits.Order switch
        {
            BlockOrder.BesideAttentionFirst => Add(Add(attended, fed), x),
            BlockOrder.BesideInputFirst => Add(Add(fed, x), attended),
            _ => Add(Add(fed, attended), x),
        };
    }

    /// <summary>A layer that only looks back or only feeds forward (Mamba, Nemotron-H).</summary>
    private GraphTensor OneHalf(GraphTensor normed, GraphTensor x, GraphTensor? rows, int layer)
    {
        GraphTensor half = _g.Architecture.Layers[layer].Attention is NoAttention ? FeedForward(normed, layer) : Mixed(normed, x, layer);
        return Add(Picked(half, rows), Picked(x, rows));
    }

    private GraphTensor InputNorm(GraphTensor x, int layer) =>
        _g.Optional(layer, WeightRole.AttentionNorm) is { } norm ? _g.Norm(x, norm, layer, _g.Optional(layer, WeightRole.AttentionNormBias))
        : _traits.HasBareNorms ? BareNorm(x)
        : x;

    private GraphTensor FeedForwardNorm(GraphTensor x, int layer)
    {
        if (_g.Optional(layer, WeightRole.FfnNorm) is { } norm)
        {
            return _g.Norm(x, norm, layer, _g.Optional(layer, WeightRole.FfnNormBias));
        }

        // where nothing else norms what the feed-forward reads, the norm after attention does (seed-oss.cpp)
        return _g.Has(layer, WeightRole.AttentionNorm) && _g.Optional(layer, WeightRole.PostAttentionNorm) is { } post ? _g.Norm(x, post, layer)
            : _traits.HasBareNorms ? BareNorm(x)
            : x;
    }

    private GraphTensor BareNorm(GraphTensor x) => _traits.CentersNorms ? MeanNorm(x) : RmsNorm(x);

    private static bool CentersNorms(GraphRequest request, BlockTraits traits) =>
        traits.CentersNorms && !(traits.CentersUnlessRms && request.Architecture.Metadata.Number($"{traits.Name}.attention.layer_norm_rms_epsilon") is > 0);

    private bool ScalesResiduals => HasScale("residual_scale", DefaultScales.Residuals);

    /// <summary>A scale of the header; some families have it without.</summary>
    private bool HasScale(string key, DefaultScales scaled) => Number(key) is double scale ? scale != 0 : _traits.DefaultScales.HasFlag(scaled);

    private double? Number(string key) => _g.Architecture.Metadata.Number($"{_g.Architecture.Name}.{key}");
}
