using LocalRig.Architectures;
using LocalRig.Engines.LlamaCpp.Graphs.Blocks;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Families;

/// <summary>Feed-forward networks of llama-like families.</summary>
internal sealed partial class TraitGraph
{
    private GraphTensor FeedForward(GraphTensor x, int layer)
    {
        if (_g.Architecture.Layers[layer].FeedForward is not ExpertFeedForward experts || !_g.Has(layer, WeightRole.FfnGateInput))
        {
            return _g.DenseFeedForward(x, layer, Activation);
        }

        ExpertRouting routing = _g.RoutingFromMetadata() with { WeighsBeforeExperts = _traits.Name == "llama4", Activation = _traits.Activation, Unit = ModelGraph.Unit(_traits.Activation) };
        GraphTensor input = _g.Optional(layer, WeightRole.FfnLatentDown) is { } down ? MulMat(down, x) : x;
        GraphTensor scores = _scores ?? _g.ProjectRole(x, layer, WeightRole.FfnGateInput, WeightRole.FfnGateInputBias);
        scores = _traits.CapsRouter ? Scale(Unary(Operation.Tanh, Scale(scores))) : scores;
        GraphTensor routed = _g.Experts(input, scores, experts, routing, layer);
        routed = _g.Optional(layer, WeightRole.FfnLatentUp) is { } up ? MulMat(up, routed) : routed;
        if (_g.Has(layer, WeightRole.FfnUp))
        {
            return Averaged(Add(_g.DenseFeedForward(x, layer, _traits.Activation), routed));
        }

        if (!_g.Has(layer, WeightRole.FfnUpShared))
        {
            return routed;
        }

        GraphTensor shared = _g.SharedExpert(x, layer, _traits.Activation);
        return Averaged(Add(routed, _g.Optional(layer, WeightRole.FfnGateInputShared) is { } gate ? Mul(shared, SiluOverInput(MulMat(gate, x))) : shared));
    }

    private GraphTensor Averaged(GraphTensor sum) => _traits.AveragesExperts ? Scale(sum) : sum;
    /// <summary>The family's activation, or what the header names in its place (llama-model.cpp, llm_ffn_op_type_from_string).</summary>
    private Activation Activation =>
        _traits.ReadsActivation && _g.Architecture.Metadata.Text($"{_g.Architecture.Name}.hidden_activation") == "silu" ? Activation.Silu : _traits.Activation;

    /// <summary>Sigmoid, as qwen2moe.cpp writes it: silu(x) / x.</summary>
    private static GraphTensor SiluOverInput(GraphTensor x) => Div(Unary(Operation.Silu, x), x);
}
