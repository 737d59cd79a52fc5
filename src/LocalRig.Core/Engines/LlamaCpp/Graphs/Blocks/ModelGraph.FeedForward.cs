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

    /// <summary>The expert that every token uses.</summary>
    public GraphTensor SharedExpert(GraphTensor x, int layer) =>
        MulMat(
            Weight(layer, WeightRole.FfnDownShared),
            GatedUnit(
                Operation.Swiglu,
                MulMat(Weight(layer, WeightRole.FfnGateShared), x),
                MulMat(Weight(layer, WeightRole.FfnUpShared), x)
            )
        );
}
