using LocalRig.Engines.LlamaCpp.Scheduling;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;

namespace LocalRig.Engines.LlamaCpp.Backends;

/// <summary>The nodes that weigh the experts' results and add them up: one or two products, then a view per expert and the sums between
/// (ggml-cuda.cu, ggml_cuda_match_moe_weighted_reduction).</summary>
/// <param name="Experts">The experts' results.</param>
/// <param name="Weights">Their weights.</param>
/// <param name="Scale">A factor per expert, when there is one.</param>
/// <param name="Result">The sum.</param>
/// <param name="Count">Nodes in the group.</param>
internal sealed record ExpertReduction(GraphTensor Experts, GraphTensor Weights, GraphTensor? Scale, GraphTensor Result, int Count)
{
    /// <summary>More experts than this are added one by one (MOE_WEIGHTED_REDUCTION_MAX_EXPERTS).</summary>
    private const int MaxExperts = 15;

    /// <summary>The group that begins at a node, or null.</summary>
    public static ExpertReduction? Match(SplitView split, int start)
    {
        GraphTensor first = split[start];
        if (!IsProduct(first) || Factors(first) is not { } factors)
        {
            return null;
        }

        GraphTensor weighted = first;
        GraphTensor experts = factors.Full;
        GraphTensor weights = factors.PerExpert;
        GraphTensor? scale = null;
        int products = 1;
        if (start + 1 < split.Count && IsProduct(split[start + 1]) && Factors(split[start + 1]) is { } outer && outer.Full == first)
        {
            (weighted, scale, weights, products) = (split[start + 1], factors.PerExpert, outer.PerExpert, 2);
        }

        long used = weighted.Shape.Ne1;
        int count = (int)(2 * used) + products - 1;
        if (used < 2 || used > MaxExperts || start + count > split.Count || !SumsViews(split, start + products, start + count, weighted))
        {
            return null;
        }

        Span<int> places = stackalloc int[count];
        for (int i = 0; i < count; i++)
        {
            places[i] = start + i;
        }

        int last = start + count - 1;
        return split.CanFuse(places, [last]) ? new ExpertReduction(experts, weights, scale, split[last], count) : null;
    }

    private static bool SumsViews(SplitView split, int from, int to, GraphTensor weighted)
    {
        List<GraphTensor> views = [];
        GraphTensor? sum = null;
        int sums = 0;
        for (int i = from; i < to; i++)
        {
            GraphTensor node = split[i];
            if (node.Operation == Operation.View)
            {
                if (!IsViewOfExpert(node, weighted, views.Count))
                {
                    return false;
                }

                views.Add(node);
                continue;
            }

            if (node.Operation != Operation.Add || views.Count < 2 || sums + 1 >= views.Count)
            {
                return false;
            }

            if (node.Sources[0] != (sum ?? views[0]) || node.Sources[1] != views[sums + 1] || node.Type != TensorType.F32)
            {
                return false;
            }

            sum = node;
            sums++;
        }

        return views.Count == weighted.Shape.Ne1 && sums == views.Count - 1 && sum is not null && sum.IsContiguous();
    }

    private static bool IsViewOfExpert(GraphTensor view, GraphTensor weighted, int expert)
    {
        TensorShape shape = new(weighted.Shape.Ne0, weighted.Shape.Ne2 * weighted.Shape.Ne3);
        return view.Sources[0] == weighted
            && view.ViewOf == weighted
            && view.Shape == shape
            && view.Strides.Nb1 == weighted.Strides.Nb2
            && view.ViewOffset == expert * weighted.Strides.Nb1;
    }

    private static bool IsProduct(GraphTensor node) =>
        node.Operation == Operation.Mul && node.Type == TensorType.F32 && node.IsContiguous();

    /// <summary>Tells the experts' results from the number per expert they are multiplied by.</summary>
    private static (GraphTensor Full, GraphTensor PerExpert)? Factors(GraphTensor product)
    {
        bool IsFull(GraphTensor t) => t.Type == TensorType.F32 && t.IsContiguous() && t.Shape == product.Shape;
        bool IsPerExpert(GraphTensor t) =>
            t.Type == TensorType.F32 && t.IsContiguous() && t.Shape == product.Shape with { Ne0 = 1 };
        GraphTensor a = product.Sources[0]!;
        GraphTensor b = product.Sources[1]!;
        return IsFull(a) && IsPerExpert(b) ? (a, b)
            : IsFull(b) && IsPerExpert(a) ? (b, a)
            : null;
    }
}
