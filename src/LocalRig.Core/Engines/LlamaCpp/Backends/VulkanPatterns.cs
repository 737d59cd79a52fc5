using LocalRig.Engines.LlamaCpp.Scheduling;
using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Backends;

/// <summary>Runs of operations Vulkan computes as one and therefore never takes apart (ggml-vulkan-types.h, *_pattern and topk_moe_*).</summary>
internal static class VulkanPatterns
{
    /// <summary>Stands for any element-wise function in a pattern.</summary>
    private const Operation AnyUnary = Operation.Silu;

    /// <summary>Ways to choose experts; their sources are kept until the choice is made.</summary>
    public static readonly Operation[][] Routing =
    [
        [Operation.SoftMax, Operation.Reshape, Operation.Argsort, Operation.View, Operation.GetRows, .. Normalization],
        [AnyUnary, Operation.Reshape, Operation.Add, Operation.Argsort, Operation.View, Operation.GetRows, .. Normalization],
        [AnyUnary, Operation.Sqrt, Operation.Reshape, Operation.Add, Operation.Argsort, Operation.View, Operation.GetRows, .. Normalization],
        [Operation.SoftMax, Operation.Reshape, Operation.Argsort, Operation.View, Operation.GetRows],
        [Operation.Argsort, Operation.View, Operation.GetRows, Operation.Reshape, Operation.SoftMax, Operation.Reshape],
    ];

    /// <summary>A sparse-attention choice of keys, none of whose nodes may be drawn forward.</summary>
    public static readonly Operation[] KeyChoice =
    [
        Operation.GetRows, Operation.Permute, Operation.Cont, Operation.Cpy, Operation.Reshape, Operation.Add, Operation.TopK,
    ];

    /// <summary>Other runs kept whole, in the order they are tried.</summary>
    public static readonly Operation[][] Whole =
    [
        KeyChoice,
        [Operation.RmsNorm, Operation.Mul, Operation.Add, Operation.Mul],
        [Operation.RmsNorm, Operation.Mul, Operation.Add],
        [Operation.RmsNorm, Operation.Mul, Operation.Rope, Operation.View, Operation.SetRows],
        [Operation.RmsNorm, Operation.View, Operation.SetRows],
        [Operation.Rope, Operation.View, Operation.SetRows],
    ];

    private static Operation[] Normalization =>
        [Operation.Reshape, Operation.SumRows, Operation.Clamp, Operation.Div, Operation.Reshape];

    /// <summary>Whether the nodes from a place on are a pattern, none of them placed yet.</summary>
    public static bool Match(SplitView split, bool[] placed, Operation[] pattern, int start)
    {
        if (start < 0 || start + pattern.Length > split.Count)
        {
            return false;
        }

        for (int i = 0; i < pattern.Length; i++)
        {
            Operation operation = split[start + i].Operation;
            bool same = pattern[i] == AnyUnary ? operation.IsUnary() : operation == pattern[i];
            if (!same || placed[start + i])
            {
                return false;
            }
        }

        return true;
    }
}
