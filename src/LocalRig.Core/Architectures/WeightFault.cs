using LocalRig.Models;
using LocalRig.Quantization;

namespace LocalRig.Architectures;

/// <summary>Why llama.cpp would not load a model's weights: one tensor that isn't what the header demands.</summary>
/// <param name="Tensor">Its name.</param>
/// <param name="Reason">What it has and what it must have, as one sentence.</param>
public sealed record WeightFault(string Tensor, string Reason)
{
    /// <summary>A tensor the header demands is absent.</summary>
    internal static WeightFault Missing(WeightShape wanted) =>
        new(wanted.Name, $"The header demands a tensor '{wanted.Name}' of {wanted.Shape} elements, and the file has none");

    /// <summary>A tensor of another shape.</summary>
    internal static WeightFault Misshapen(TensorInfo has, TensorShape wanted) =>
        new(has.Name, $"The tensor '{has.Name}' has {has.Shape} elements where the header demands {wanted}");

    /// <summary>A tensor of a type the engine can't use there.</summary>
    internal static WeightFault Mistyped(TensorInfo has, string wanted) =>
        new(has.Name, $"The tensor '{has.Name}' is of type {has.Type.Name()} where llama.cpp takes {wanted}");

    /// <summary>A tensor the engine has no place for.</summary>
    internal static WeightFault Superfluous(TensorInfo has) =>
        new(has.Name, $"The file has a tensor '{has.Name}' for which an architecture of this header has no place");
}
