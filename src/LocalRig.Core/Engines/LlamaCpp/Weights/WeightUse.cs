using System.Runtime.CompilerServices;
using LocalRig.Graphs;
using LocalRig.Models;

namespace LocalRig.Engines.LlamaCpp.Weights;

/// <summary>Which part of a model a weight belongs to.</summary>
internal enum WeightPlace
{
    /// <summary>Before the first layer: always the processor's.</summary>
    Input,

    /// <summary>One layer.</summary>
    Layer,

    /// <summary>Every layer, one copy per memory that holds a layer.</summary>
    EveryLayer,

    /// <summary>After the last layer.</summary>
    Output,
}

/// <summary>What llama.cpp uses a weight for, by its name (llama-arch.cpp, LLM_TENSOR_INFOS; llama-model-loader.cpp, create_tensor).</summary>
/// <param name="Place">The part of the model.</param>
/// <param name="Layer">The layer, or -1.</param>
/// <param name="Operation">The operation that reads it.</param>
internal readonly record struct WeightUse(WeightPlace Place, int Layer, Operation Operation)
{
    private static readonly ConditionalWeakTable<TensorLayout, WeightUse[]> Known = [];

    /// <summary>Whether <c>-ncmoe</c> and <c>-cmoe</c> keep it on the host.</summary>
    public bool Experts { get; init; }

    /// <summary>The uses of a model's weights in their order. Names are read once: a search places the same weights many times.</summary>
    public static ReadOnlySpan<WeightUse> Of(TensorLayout layout) =>
        Known.GetValue(layout, static l => [.. l.Tensors.Select(static t => Of(t) with { Experts = ExpertTensors.Holds(t.Name) })]);

    private static WeightUse Of(TensorInfo weight)
    {
        string name = weight.Name;
        int layer = Architectures.WeightList.LayerOf(name);
        if (layer >= 0)
        {
            return new WeightUse(WeightPlace.Layer, layer, IsScannedDecay(weight) ? Operation.SsmScan : OperationIn(name));
        }

        return name switch
        {
            "rope_freqs.weight" or "rope_factors_long.weight" or "rope_factors_short.weight" =>
                new WeightUse(WeightPlace.EveryLayer, -1, Operation.Rope),
            "token_embd.weight" or "position_embd.weight" or "token_types.weight" or "per_layer_token_embd.weight" =>
                new WeightUse(WeightPlace.Input, -1, Operation.GetRows),
            _ when name.StartsWith("token_embd_norm", StringComparison.Ordinal) || name.StartsWith("per_layer_", StringComparison.Ordinal) =>
                new WeightUse(WeightPlace.Layer, 0, OperationIn(name)),
            _ => new WeightUse(WeightPlace.Output, -1, OperationIn(name)),
        };
    }

    /// <summary>The same weight read as the output matrix, where a model has none of its own.</summary>
    public static WeightUse AsOutput => new(WeightPlace.Output, -1, Operation.MulMat);

    /// <summary>Mamba 1's decay, a row of states for each channel. Mamba 2's is one number a head, and a backend that has a scan at all takes it; gated delta nets multiply by theirs.</summary>
    private static bool IsScannedDecay(TensorInfo weight) => weight.Shape is { Ne0: > 1, Ne1: > 1 } && weight.Name.EndsWith(".ssm_a", StringComparison.Ordinal);

    private static Operation OperationIn(string name)
    {
        bool experts = name.Contains("exps", StringComparison.Ordinal);
        if (name.EndsWith(".bias", StringComparison.Ordinal))
        {
            return experts ? Operation.AddId : Operation.Add;
        }

        if (name.Contains("norm", StringComparison.Ordinal) || name.Contains("altup_correct_scale", StringComparison.Ordinal) || name.EndsWith(".ssm_a", StringComparison.Ordinal) || name.EndsWith(".ssm_d", StringComparison.Ordinal))
        {
            return Operation.Mul;
        }

        // kernels of queries, keys and values apart (Kimi-Linear) are placed like matrices (seen in the real engine's weight bytes)
        bool isSplit = name.Contains("conv1d_", StringComparison.Ordinal);
        if ((name.Contains("conv1d", StringComparison.Ordinal) && !isSplit) || name.Contains("shortconv.conv", StringComparison.Ordinal))
        {
            return Operation.SsmConv;
        }

        if (name.Contains("embed_tokens", StringComparison.Ordinal))
        {
            return Operation.GetRows;
        }

        return name.Contains("attn_sinks", StringComparison.Ordinal) ? Operation.Scale
            : experts ? Operation.MulMatId
            : Operation.MulMat;
    }
}
