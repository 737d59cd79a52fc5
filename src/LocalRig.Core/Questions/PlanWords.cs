using System.Globalization;
using LocalRig.Contract;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Workloads;

namespace LocalRig.Questions;

/// <summary>Values that only plans' requests have.</summary>
internal static class PlanWords
{
    /// <summary>What llama.cpp accepts for -ctk and -ctv (common/arg.cpp, kv_cache_types).</summary>
    public static IReadOnlyList<(string Word, TensorType Type)> CacheTypes { get; } =
    [
        ("f16", TensorType.F16), ("q8_0", TensorType.Q8_0), ("q4_0", TensorType.Q4_0), ("bf16", TensorType.BF16), ("f32", TensorType.F32),
        ("q4_1", TensorType.Q4_1), ("iq4_nl", TensorType.IQ4_NL), ("q5_0", TensorType.Q5_0), ("q5_1", TensorType.Q5_1),
    ];

    /// <summary>Types of contexts.</summary>
    public static IReadOnlyList<(string Word, ContextType Type)> ContextTypes { get; } = [("default", ContextType.Default), ("mtp", ContextType.Mtp)];

    /// <summary>A cache type by ggml's name.</summary>
    public static TensorType CacheType(this FieldReader value) => value.Choice("a cache type", CacheTypes, TensorType.F16);

    /// <summary>A number of layers, <c>all</c> or <c>auto</c>.</summary>
    public static LayerChoice Layers(this FieldReader value, string what)
    {
        switch (value.Raw)
        {
            case "auto":
                return LayerChoice.Auto;
            case "all":
                return LayerChoice.All;
            case { } text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count):
                return LayerChoice.Of(count);
            default:
                value.Fail($"not {what}", "write a whole number, all or auto");
                return LayerChoice.Auto;
        }
    }
}
