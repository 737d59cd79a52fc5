using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;

namespace LocalRig.Engines.LlamaCpp.Graphs;

/// <summary>Operations that compute. Shapes follow ggml.c; the doc comments give them as [ne0, ne1, …].</summary>
internal sealed partial class GraphBuilder
{
    /// <summary>a + b, b broadcast to a.</summary>
    public static GraphTensor Add(GraphTensor a, GraphTensor b) => Like(Operation.Add, a, a, b);

    /// <summary>a + b, written over a (ggml_add_inplace).</summary>
    public static GraphTensor AddInPlace(GraphTensor a, GraphTensor b) => Shared(Operation.Add, a, a.Shape, a.Strides, 0, a, b);

    /// <summary>For each token the sum of its vectors [length, count, tokens], weighed: [length, tokens] in F32 (ggml_dsv4_hc_pre).</summary>
    public static GraphTensor WeighedSum(GraphTensor vectors, GraphTensor weights) =>
        Result(Operation.Dsv4HcPre, TensorType.F32, new TensorShape(vectors.Shape.Ne0, vectors.Shape.Ne2), vectors, weights);

    /// <summary>The largest of every so many neighbours of a row (ggml_pool_2d).</summary>
    public static GraphTensor Pool(GraphTensor a, long neighbours) =>
        Result(Operation.Pool2D, TensorType.F32, a.Shape with { Ne0 = a.Shape.Ne0 / neighbours }, a);

    /// <summary>a + rows of b chosen by ids.</summary>
    public static GraphTensor AddId(GraphTensor a, GraphTensor b, GraphTensor ids) => Like(Operation.AddId, a, a, b, ids);

    /// <summary>a - b, b broadcast to a.</summary>
    public static GraphTensor Sub(GraphTensor a, GraphTensor b) => Like(Operation.Sub, a, a, b);

    /// <summary>a * b, b broadcast to a.</summary>
    public static GraphTensor Mul(GraphTensor a, GraphTensor b) => Like(Operation.Mul, a, a, b);

    /// <summary>a / b, b broadcast to a.</summary>
    public static GraphTensor Div(GraphTensor a, GraphTensor b) => Like(Operation.Div, a, a, b);

    /// <summary>An operation on each element, shape kept.</summary>
    public static GraphTensor Unary(Operation operation, GraphTensor a) => Like(operation, a, a);

    /// <summary>a times a constant.</summary>
    public static GraphTensor Scale(GraphTensor a) => Like(Operation.Scale, a, a);

    /// <summary>a times a constant, written over a.</summary>
    public static GraphTensor ScaleInPlace(GraphTensor a) => Shared(Operation.Scale, a, a.Shape, a.Strides, 0, a);

    /// <summary>a limited to a range, written over a (ggml_clamp).</summary>
    public static GraphTensor Clamp(GraphTensor a) => Like(Operation.Clamp, a, a);

    /// <summary>Root-mean-square norm of each row.</summary>
    public static GraphTensor RmsNorm(GraphTensor a) => Like(Operation.RmsNorm, a, a);

    /// <summary>Norm of each row that also subtracts its mean (ggml_norm).</summary>
    public static GraphTensor MeanNorm(GraphTensor a) => Like(Operation.Norm, a, a);

    /// <summary>Sum of each row: [1, ne1, ne2, ne3].</summary>
    public static GraphTensor SumRows(GraphTensor a) =>
        Result(Operation.SumRows, a.Type, a.Shape with { Ne0 = 1 }, a);

    /// <summary>Mean of each row: [1, ne1, ne2, ne3] in F32.</summary>
    public static GraphTensor Mean(GraphTensor a) =>
        Result(Operation.Mean, TensorType.F32, a.Shape with { Ne0 = 1 }, a);

    /// <summary>Matrix product of weights [k, m] and activations [k, n]: [m, n] in F32.</summary>
    public static GraphTensor MulMat(GraphTensor weights, GraphTensor x) =>
        Result(
            Operation.MulMat,
            TensorType.F32,
            new TensorShape(weights.Shape.Ne1, x.Shape.Ne1, x.Shape.Ne2, x.Shape.Ne3),
            weights,
            x
        );

    /// <summary>Matrix product with the experts chosen by ids [used, tokens]: [m, used, tokens] in F32.</summary>
    public static GraphTensor MulMatId(GraphTensor experts, GraphTensor x, GraphTensor ids) =>
        Result(
            Operation.MulMatId,
            TensorType.F32,
            new TensorShape(experts.Shape.Ne1, ids.Shape.Ne0, x.Shape.Ne2),
            experts,
            x,
            ids
        );

    /// <summary>Rotary position embedding; <paramref name="factors"/> may be null.</summary>
    public static GraphTensor Rope(GraphTensor a, GraphTensor positions, GraphTensor? factors) =>
        factors is null ? Like(Operation.Rope, a, a, positions) : Like(Operation.Rope, a, a, positions, factors);

    /// <summary>Soft-max of each row, masked; mask and sinks may be null.</summary>
    public static GraphTensor SoftMax(GraphTensor a, GraphTensor? mask = null, GraphTensor? sinks = null) =>
        Like(Operation.SoftMax, a, a, mask, sinks);

    /// <summary>Gated linear unit of gate and up, both of one shape.</summary>
    public static GraphTensor GatedUnit(Operation operation, GraphTensor gate, GraphTensor up) =>
        Like(operation, gate, gate, up);

    /// <summary>Gated linear unit of a tensor that holds gate and up side by side: [ne0 / 2, …].</summary>
    public static GraphTensor GatedUnit(Operation operation, GraphTensor both) =>
        Result(operation, both.Type, both.Shape with { Ne0 = both.Shape.Ne0 / 2 }, both);

    /// <summary>Attention in one kernel: q [k, tokens, heads], k and v likewise: [v, heads, tokens] in F32.</summary>
    public static GraphTensor FlashAttention(GraphTensor q, GraphTensor k, GraphTensor v, GraphTensor mask, GraphTensor? sinks) =>
        Result(
            Operation.FlashAttentionExt,
            TensorType.F32,
            new TensorShape(v.Shape.Ne0, q.Shape.Ne2, q.Shape.Ne1, q.Shape.Ne3),
            q,
            k,
            v,
            mask,
            sinks
        );

    /// <summary>Indices that sort each row, largest first, cut to the first k: [k, ne1, …] in I32.</summary>
    public static GraphTensor ArgsortTopK(GraphTensor a, int k)
    {
        GraphTensor sorted = Result(Operation.Argsort, TensorType.I32, a.Shape, a);
        return View(sorted, sorted.Shape with { Ne0 = k }, sorted.Strides, 0);
    }

    /// <summary>Indices of the k largest of each row: [k, ne1, …] in I32 (ggml_top_k).</summary>
    public static GraphTensor TopK(GraphTensor a, long k) => Result(Operation.TopK, TensorType.I32, a.Shape with { Ne0 = k }, a);

    /// <summary>An indexer's scores in one kernel: q [length, heads, tokens], k [length, 1, cells], weights [heads, tokens]: [cells, tokens] in F32
    /// (ggml_lightning_indexer).</summary>
    public static GraphTensor LightningIndexer(GraphTensor q, GraphTensor k, GraphTensor weights, GraphTensor mask) =>
        Result(Operation.LightningIndexer, TensorType.F32, new TensorShape(k.Shape.Ne2, q.Shape.Ne2, 1, q.Shape.Ne3), q, k, weights, mask);

    /// <summary>Short convolution of each channel: [channels, tokens, sequences] in F32.</summary>
    public static GraphTensor SsmConv(GraphTensor x, GraphTensor kernel) =>
        Result(
            Operation.SsmConv,
            TensorType.F32,
            new TensorShape(kernel.Shape.Ne1, x.Shape.Ne0 - kernel.Shape.Ne0 + 1, x.Shape.Ne2),
            x,
            kernel
        );

    /// <summary>Gated delta rule: attention rows followed by <paramref name="snapshots"/> states per sequence, [value·heads, rows] in F32.</summary>
    public static GraphTensor GatedDeltaNet(
        GraphTensor q,
        GraphTensor k,
        GraphTensor v,
        GraphTensor gate,
        GraphTensor beta,
        GraphTensor state,
        long snapshots
    )
    {
        long rows = v.Shape.Ne2 * v.Shape.Ne3 + snapshots * v.Shape.Ne0 * v.Shape.Ne3;
        return Result(
            Operation.GatedDeltaNet,
            TensorType.F32,
            new TensorShape(v.Shape.Ne0 * v.Shape.Ne1, rows),
            q,
            k,
            v,
            gate,
            beta,
            state
        );
    }

    /// <summary>Selective scan over states [state, head, heads, cells]: outputs followed by the new states, in one row (ggml_ssm_scan).</summary>
    public static GraphTensor SsmScan(GraphTensor states, GraphTensor x, GraphTensor dt, GraphTensor a, GraphTensor b, GraphTensor c, GraphTensor rows) =>
        Result(
            Operation.SsmScan,
            TensorType.F32,
            new TensorShape(x.Shape.Elements + states.Shape.Ne0 * states.Shape.Ne1 * states.Shape.Ne2 * rows.Shape.Ne0),
            states,
            x,
            dt,
            a,
            b,
            c,
            rows
        );

    /// <summary>A tensor of a's type and shape filled with a constant.</summary>
    public static GraphTensor Fill(GraphTensor a) => Like(Operation.Fill, a, a);
}
