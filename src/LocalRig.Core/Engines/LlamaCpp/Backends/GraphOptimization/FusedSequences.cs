using System.Numerics;
using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Backends.GraphOptimization;

/// <summary>Operations in a row that Vulkan computes in one kernel, most wanted first (ggml-vulkan-types.h; the order of the tests in
/// ggml-vulkan.cpp, ggml_vk_graph_optimize). ggml's snake activation is left out: no language model's graph takes a sine.</summary>
internal static class FusedSequences
{
    /// <summary>Stands for every element-wise function, which are one operation to ggml.</summary>
    public const Operation Unary = Operation.Silu;

    /// <summary>The first so many choose experts and keep what they read until they are done.</summary>
    public const int Routings = 5;

    /// <summary>The sequence that must not lose nodes from its middle either (topk_qsa_pattern).</summary>
    public const int SparseSelection = 5;

    private static readonly Operation[] Normalization = [Operation.Reshape, Operation.SumRows, Operation.Clamp, Operation.Div, Operation.Reshape];

    private static readonly Operation[] Choice = [Operation.Argsort, Operation.View, Operation.GetRows];

    private static readonly Operation[] StoreRows = [Operation.View, Operation.SetRows];

    private static readonly Operation[][] Sequences =
    [
        [Operation.SoftMax, Operation.Reshape, .. Choice, .. Normalization],
        [Unary, Operation.Reshape, Operation.Add, .. Choice, .. Normalization],
        [Unary, Operation.Sqrt, Operation.Reshape, Operation.Add, .. Choice, .. Normalization],
        [Operation.SoftMax, Operation.Reshape, .. Choice],
        [.. Choice, Operation.Reshape, Operation.SoftMax, Operation.Reshape],
        [Operation.GetRows, Operation.Permute, Operation.Cont, Operation.Cpy, Operation.Reshape, Operation.Add, Operation.TopK],
        [Operation.RmsNorm, Operation.Mul, Operation.Add, Operation.Mul],
        [Operation.RmsNorm, Operation.Mul, Operation.Add],
        [Operation.RmsNorm, Operation.Mul, Operation.Rope, .. StoreRows],
        [Operation.RmsNorm, .. StoreRows],
        [Operation.Rope, .. StoreRows],
    ];

    private static readonly int[] Beginning = SequencesByFirst();

    /// <summary>Nodes of a sequence.</summary>
    public static int Length(int sequence) => Sequences[sequence].Length;

    /// <summary>The sequences that begin at a node, one bit each.</summary>
    public static int At(ReadOnlySpan<Operation> operations, int start)
    {
        int found = 0;
        ReadOnlySpan<Operation> rest = operations[start..];
        for (int open = Beginning[(int)rest[0]]; open != 0; open &= open - 1)
        {
            int sequence = BitOperations.TrailingZeroCount(open);
            found |= rest.StartsWith(Sequences[sequence]) ? 1 << sequence : 0;
        }

        return found;
    }

    private static int[] SequencesByFirst()
    {
        int[] beginning = new int[Enum.GetValues<Operation>().Length];
        for (int s = 0; s < Sequences.Length; s++)
        {
            beginning[(int)Sequences[s][0]] |= 1 << s;
        }

        return beginning;
    }
}
