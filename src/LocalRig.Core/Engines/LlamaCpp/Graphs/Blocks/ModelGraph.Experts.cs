using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Blocks;

/// <summary>Mixture of experts (llama-graph.cpp, build_moe_ffn).</summary>
internal sealed partial class ModelGraph
{
    private const int FullPrecision = 10; // ggml.h, GGML_PREC_F32

    private static readonly int[] SourceInFullPrecision = [0, 0, 0, FullPrecision]; // ggml_prec_set_src; seen in the graphs of llama.cpp 0.7.0

    /// <summary>Routes each token to its experts and adds up what they say: [embedding, tokens].</summary>
    public GraphTensor Experts(GraphTensor x, ExpertFeedForward shape, ExpertRouting routing, int layer) =>
        Experts(x, ProjectRole(x, layer, WeightRole.FfnGateInput, WeightRole.FfnGateInputBias), shape, routing, layer);

    /// <summary>The same, with router scores [experts, tokens] made elsewhere.</summary>
    public GraphTensor Experts(GraphTensor x, GraphTensor scores, ExpertFeedForward shape, ExpertRouting routing, int layer)
    {
        GraphTensor probabilities = routing.Gating switch
        {
            Gating.SoftMax => SoftMax(scores),
            Gating.Sigmoid => Unary(Operation.Sigmoid, scores),
            _ => scores,
        };
        // Llama 4 chooses by raw scores (llama-graph.cpp, build_moe_ffn)
        GraphTensor selection = routing.WeighsBeforeExperts ? scores : Optional(layer, WeightRole.ExpertProbabilityBias) is { } bias ? Add(probabilities, bias) : probabilities;
        if (routing.Groups > 1)
        {
            selection = KeepBestGroups(selection, shape.Experts, routing);
        }

        GraphTensor chosen = ArgsortTopK(selection, shape.Used);
        GraphTensor weights = ExpertWeights(probabilities, chosen, shape, routing);
        Expand(weights);

        GraphTensor each = Reshape(x, x.Shape.Ne0, 1, x.Shape.Ne1);
        GraphTensor outputs = routing.WeighsBeforeExperts
            ? RunExperts(Mul(Repeat(each, new TensorShape(x.Shape.Ne0, shape.Used, x.Shape.Ne1)), weights), chosen, routing, layer)
            : Mul(RunExperts(each, chosen, routing, layer), weights);
        Expand(outputs);
        return AddUp(outputs, shape.Used);
    }

    private static GraphTensor ExpertWeights(GraphTensor probabilities, GraphTensor chosen, ExpertFeedForward shape, ExpertRouting routing)
    {
        GraphTensor weights = GetRows(Reshape(probabilities, 1, shape.Experts, TokensOf(probabilities)), chosen);
        if (routing.Gating == Gating.SoftMaxOverChosen)
        {
            weights = PerExpert(SoftMax(PerToken(weights, shape.Used)), shape.Used);
        }

        if (routing.Normalized)
        {
            GraphTensor flat = PerToken(weights, shape.Used);
            weights = PerExpert(Div(flat, Clamp(SumRows(flat))), shape.Used);
        }

        return routing.Scaled ? Scale(weights) : weights;
    }

    /// <summary>Only the groups whose two best experts score highest stay eligible (DeepSeek-V3).</summary>
    private static GraphTensor KeepBestGroups(GraphTensor selection, int experts, ExpertRouting routing)
    {
        long tokens = TokensOf(selection);
        long perGroup = experts / routing.Groups;
        GraphTensor groups = Reshape(selection, perGroup, routing.Groups, tokens);
        const int BestPerGroup = 2; // DeepSeek-V3's router scores a group by its two best experts
        GraphTensor best = GetRows(Reshape(groups, 1, perGroup, routing.Groups, tokens), ArgsortTopK(groups, BestPerGroup));
        GraphTensor scores = SumRows(Reshape(best, best.Shape.Ne1, best.Shape.Ne2, best.Shape.Ne3));
        GraphTensor kept = ArgsortTopK(Reshape(scores, scores.Shape.Ne1, scores.Shape.Ne2), routing.GroupsUsed);
        GraphTensor rows = GetRows(groups, kept);
        return Reshape(SetRows(Fill(groups), rows, kept), experts, tokens);
    }

    private GraphTensor RunExperts(GraphTensor each, GraphTensor chosen, ExpertRouting routing, int layer)
    {
        GraphTensor joined;
        if (Optional(layer, WeightRole.FfnGateUpExperts) is { } both)
        {
            GraphTensor gateUp = WithBias(MulMatId(both, each, chosen), layer, WeightRole.FfnGateUpExpertsBias, chosen);
            long width = gateUp.Shape.Ne0 / 2;
            GraphTensor Half(long offset) =>
                View3(gateUp, width, gateUp.Shape.Ne1, gateUp.Shape.Ne2, gateUp.Strides.Nb1, gateUp.Strides.Nb2, offset);
            joined = GatedUnit(routing.Unit, Half(0), Half(width * gateUp.Strides.Nb0));
        }
        else
        {
            GraphTensor up = WithBias(MulMatId(Weight(layer, WeightRole.FfnUpExperts), each, chosen), layer, WeightRole.FfnUpExpertsBias, chosen);
            joined = Optional(layer, WeightRole.FfnGateExperts) is not { } gates ? Activated(up, routing.Activation)
                : routing.Situ != Situ.None ? SituUnit(MulMatId(gates, each, chosen), up, routing.Situ)
                : GatedUnit(routing.Unit, WithBias(MulMatId(gates, each, chosen), layer, WeightRole.FfnGateExpertsBias, chosen), up);
        }

        GraphTensor down = MulMatId(Weight(layer, WeightRole.FfnDownExperts), joined, chosen);
        down.Parameters = routing.KeepsPrecision ? SourceInFullPrecision : [];
        if (Optional(layer, WeightRole.FfnDownExpertsScale) is { } scale)
        {
            down = Mul(down, PerExpertScale(scale, joined.Shape.Ne2, chosen));
        }

        return WithBias(down, layer, WeightRole.FfnDownExpertsBias, chosen);
    }

    /// <summary>One factor per chosen expert (build_lora_mm_id).</summary>
    private static GraphTensor PerExpertScale(GraphTensor scale, long tokens, GraphTensor chosen)
    {
        long experts = scale.Shape.Ne0;
        return GetRows(Repeat(Reshape(scale, 1, experts), new TensorShape(1, experts, tokens)), chosen);
    }

    private GraphTensor WithBias(GraphTensor x, int layer, WeightRole role, GraphTensor chosen) =>
        Optional(layer, role) is { } bias ? AddId(x, bias, chosen) : x;

    private GraphTensor AddUp(GraphTensor outputs, int used)
    {
        GraphTensor[] views = new GraphTensor[used];
        for (int i = 0; i < used; i++)
        {
            views[i] = View2(outputs, outputs.Shape.Ne0, outputs.Shape.Ne2, outputs.Strides.Nb2, i * outputs.Strides.Nb1);
            Expand(views[i]);
        }

        GraphTensor sum = views[0];
        for (int i = 1; i < used; i++)
        {
            sum = Add(sum, views[i]);
            Expand(sum);
        }

        return used == 1 ? Cont(sum) : sum;
    }

    private static long TokensOf(GraphTensor perToken) => perToken.Shape.Ne1;

    private static GraphTensor PerToken(GraphTensor weights, int used) => Reshape(weights, used, weights.Shape.Ne2);

    private static GraphTensor PerExpert(GraphTensor weights, int used) => Reshape(weights, 1, used, weights.Shape.Ne1);
}
