using LocalRig.Architectures;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Blocks;

/// <summary>Dense feed-forward networks (llama-graph.cpp, build_ffn).</summary>
internal sealed partial class ModelGraph
{
    /// <summary>Gate and up side by side, an activation that joins them, then down.</summary>
    public GraphTensor GatedFeedForward(GraphTensor x, int layer, Operation unit = Operation.Swiglu) =>
        ProjectRole(
            GatedUnit(
                unit,
                ProjectRole(x, layer, WeightRole.FfnGate, WeightRole.FfnGateBias),
                ProjectRole(x, layer, WeightRole.FfnUp, WeightRole.FfnUpBias)
            ),
            layer,
            WeightRole.FfnDown,
            WeightRole.FfnDownBias
        );

    /// <summary>Gate and up in one matrix (phi3).</summary>
    public GraphTensor FusedFeedForward(GraphTensor x, int layer) =>
        ProjectRole(
            GatedUnit(Operation.Swiglu, ProjectRole(x, layer, WeightRole.FfnUp, WeightRole.FfnUpBias)),
            layer,
            WeightRole.FfnDown,
            WeightRole.FfnDownBias
        );

    /// <summary>A dense network in the form its weights have: gate and up, both in one matrix, or up alone (build_ffn).</summary>
    public GraphTensor DenseFeedForward(GraphTensor x, int layer, Activation activation)
    {
        if (Has(layer, WeightRole.FfnGate))
        {
            return GatedFeedForward(x, layer, Unit(activation));
        }

        GraphTensor up = ProjectRole(x, layer, WeightRole.FfnUp, WeightRole.FfnUpBias);
        bool isFused = up.Shape.Ne0 == 2 * Weight(layer, WeightRole.FfnDown).Shape.Ne0;
        GraphTensor active = isFused ? GatedUnit(Unit(activation), up) : Activated(up, activation);
        return ProjectRole(active, layer, WeightRole.FfnDown, WeightRole.FfnDownBias);
    }

    /// <summary>The unit that joins gate and up by an activation.</summary>
    public static Operation Unit(Activation activation) =>
        activation switch
        {
            Activation.Gelu => Operation.Geglu,
            Activation.Relu => Operation.Reglu,
            _ => Operation.Swiglu,
        };

    /// <summary>Gate and up joined by Kimi K3's activation.</summary>
    public static GraphTensor SituUnit(GraphTensor gate, GraphTensor up, Situ kind)
    {
        static GraphTensor Limited(GraphTensor x) => Scale(Unary(Operation.Tanh, Scale(x)));
        GraphTensor active = Mul(Limited(gate), Unary(Operation.Sigmoid, gate));
        return Mul(active, kind == Situ.Both ? Limited(up) : up);
    }

    /// <summary>An activation by itself.</summary>
    public static GraphTensor Activated(GraphTensor x, Activation activation) =>
        activation switch
        {
            Activation.Gelu => Unary(Operation.Gelu, x),
            Activation.Relu => Unary(Operation.Relu, x),
            Activation.ReluSquared => Unary(Operation.Sqr, Unary(Operation.Relu, x)),
            Activation.Xielu => Unary(Operation.Xielu, x),
            _ => Unary(Operation.Silu, x),
        };

    /// <summary>The expert that every token uses.</summary>
    public GraphTensor SharedExpert(GraphTensor x, int layer, Activation activation = Activation.Silu, Operation unit = Operation.Swiglu)
    {
        GraphTensor down = Weight(layer, WeightRole.FfnDownShared);
        if (Optional(layer, WeightRole.FfnGateShared) is { } gate)
        {
            return MulMat(down, GatedUnit(unit, MulMat(gate, x), MulMat(Weight(layer, WeightRole.FfnUpShared), x)));
        }

        GraphTensor up = MulMat(Weight(layer, WeightRole.FfnUpShared), x);
        bool isFused = up.Shape.Ne0 == 2 * down.Shape.Ne0;
        return MulMat(down, isFused ? GatedUnit(Unit(activation), up) : Activated(up, activation));
    }
}
