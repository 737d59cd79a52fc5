using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;
using static LocalRig.Engines.LlamaCpp.Graphs.GraphBuilder;

namespace LocalRig.Engines.LlamaCpp.Graphs.Blocks;

/// <summary>What makes embeddings of the last hidden states (llama-graph.cpp, build_pooling and build_dense_out).</summary>
internal sealed partial class ModelGraph
{
    /// <summary>How many tokens' states become one vector; values are llama.cpp's <c>pooling_type</c> (llama.h).</summary>
    private enum Pooling
    {
        None = 0,
        Mean = 1,
        First = 2,
        Last = 3,
        Rank = 4,
    }

    private GraphTensor Pooled(GraphTensor hidden)
    {
        var pooling = (Pooling)(Architecture.Metadata.Integer($"{Architecture.Name}.pooling_type") ?? 0);
        GraphTensor pooled = pooling switch
        {
            Pooling.Mean => MeanOf(hidden),
            Pooling.First or Pooling.Last => OneOf(hidden),
            Pooling.Rank => Ranked(Architecture.Name == "modern-bert" ? MeanOf(hidden) : OneOf(hidden)),
            _ => hidden,
        };
        pooled = Optional(-1, WeightRole.DenseAfterPooling2) is { } second ? MulMat(second, pooled) : pooled;
        return Optional(-1, WeightRole.DenseAfterPooling3) is { } third ? MulMat(third, pooled) : pooled;
    }

    private GraphTensor MeanOf(GraphTensor hidden) =>
        MulMat(Cont(Transpose(hidden)), Input("mean", TensorType.F32, new TensorShape(Tokens, Request.Sequences)));

    private GraphTensor OneOf(GraphTensor hidden) => GetRows(hidden, Input("cls", TensorType.I32, new TensorShape(Request.Sequences)));

    private GraphTensor Ranked(GraphTensor x)
    {
        if (Optional(-1, WeightRole.Classifier) is { } classifier)
        {
            x = Project(classifier, x, Optional(-1, WeightRole.ClassifierBias));
            x = Unary(Architecture.Name == "modern-bert" ? Operation.Gelu : Operation.Tanh, x);
            x = Optional(-1, WeightRole.ClassifierNorm) is { } norm ? Norm(x, norm, -1) : x;
        }

        x = Optional(-1, WeightRole.ClassifierOutput) is { } output ? Project(output, x, Optional(-1, WeightRole.ClassifierOutputBias)) : x;
        return Architecture.Name is "qwen3" or "qwen3vl" ? SoftMax(x) : x;
    }
}
