using LocalRig.Forecasting;
using LocalRig.Graphs;
using LocalRig.Quantization;

namespace LocalRig.Core.Tests.Forecasting;

/// <summary>What a compute graph reads, computes and starts, counted node by node: the slow but direct way to the amounts that
/// <see cref="Work"/> sums from tensors and shapes.</summary>
/// <param name="WeightElements">Elements of weight matrices that the graph multiplies with; of experts, those its tokens choose.</param>
/// <param name="WeightBytes">Their bytes.</param>
/// <param name="CacheBytes">Bytes of keys and values that attention kernels read.</param>
/// <param name="AttentionOperations">Multiplications and additions of attention kernels.</param>
/// <param name="Kernels">Nodes that compute something.</param>
internal readonly record struct GraphCost(double WeightElements, double WeightBytes, double CacheBytes, double AttentionOperations, int Kernels)
{
    /// <summary>Counts a graph of one token.</summary>
    public static GraphCost OfToken(Graph graph)
    {
        GraphCost sum = default;
        foreach (GraphTensor node in graph.Nodes)
        {
            sum = Add(sum, node);
        }

        return sum;
    }

    private static GraphCost Add(GraphCost sum, GraphTensor node) =>
        node.Operation switch
        {
            Operation.None or Operation.View or Operation.Reshape or Operation.Permute or Operation.Transpose => sum,
            Operation.MulMat when node.Sources[0]?.Weight is { } weight => sum.Weight(weight.Shape.Elements, weight.Size.Bytes),

            // Sources: all experts' matrices, inputs, the chosen experts' numbers (ggml_mul_mat_id); one token chooses ids.ne0.
            Operation.MulMatId when node.Sources[0]?.Weight is { } experts && node.Sources[2] is { } chosen =>
                sum.Weight(experts.Shape.Elements * Share(chosen, experts), experts.Size.Bytes * Share(chosen, experts)),
            Operation.FlashAttentionExt => sum.LookBack(node),
            _ => sum with { Kernels = sum.Kernels + 1 },
        };

    private static double Share(GraphTensor chosen, Models.TensorInfo experts) => (double)chosen.Shape.Ne0 / experts.Shape.Ne2;

    private GraphCost Weight(double elements, double bytes) =>
        this with { WeightElements = WeightElements + elements, WeightBytes = WeightBytes + bytes, Kernels = Kernels + 1 };

    /// <summary>An attention kernel: queries x keys, weights x values (ggml_flash_attn_ext: sources q, k, v).</summary>
    private GraphCost LookBack(GraphTensor node)
    {
        GraphTensor queries = node.Sources[0]!;
        GraphTensor keys = node.Sources[1]!;
        GraphTensor values = node.Sources[2]!;

        // Values that are a part of the keys' own storage (the latent of multi-head latent attention) are read once.
        bool shared = values.ViewOf is not null && values.ViewOf == keys.ViewOf;
        double heads = queries.Shape.Ne2;
        double cells = keys.Shape.Ne1;
        return this with
        {
            CacheBytes = CacheBytes + Bytes(keys) + (shared ? 0 : Bytes(values)),
            AttentionOperations = AttentionOperations + LayerWork.OperationsPerElement * heads * cells * (keys.Shape.Ne0 + values.Shape.Ne0),
            Kernels = Kernels + 1,
        };
    }

    private static double Bytes(GraphTensor tensor) => tensor.Shape.Elements * tensor.Type.BitsPerElement() / 8;
}
