using System.Collections.Immutable;

namespace LocalRig.Forecasting;

/// <summary>Seconds of one step that gives every user a token. What is read once (dense weights), what is read more (experts that any user touches) and
/// what each user reads alone (caches, states) goes through <see cref="DecodeLaw"/>; on top comes each further token's arithmetic: on the shaders for few,
/// on matrix units, at a multiple of what a prompt's token takes, for more. The parameters come from <c>data/evidence/users.csv</c>.</summary>
/// <param name="parameters">Logarithms, in the order of <see cref="Names"/>.</param>
internal sealed class ConcurrentLaw(ImmutableArray<double> parameters)
{
    private enum P
    {
        Simple, K, Table, Experts, ExpertStep, ExpertSpread, Tiles,
    }

    /// <summary>Names of the parameters.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Enum.GetNames<P>()];

    /// <summary>Up to this many tokens llama.cpp multiplies a matrix with single columns on the shaders (ggml-cuda/mmvq.cuh, MMVQ_MAX_BATCH_SIZE; ggml-vulkan.cpp, mul_mat_vec_max_cols; ggml-metal, ne11 of mul_mv_ext).</summary>
    public const int MostColumns = 8;

    /// <summary>Seconds of a step on one device.</summary>
    /// <param name="work">What one token does, dealt for as many tokens as users.</param>
    /// <param name="device">The device.</param>
    /// <param name="decode">Parameters of <see cref="DecodeLaw"/>.</param>
    /// <param name="prefill">Parameters of <see cref="PrefillLaw"/>.</param>
    public double Seconds(Work work, DeviceSpeed device, ReadOnlySpan<double> decode, ReadOnlySpan<double> prefill)
    {
        double step = SpeedLaw.Decode.Time(work.Together(Value(P.ExpertStep), Value(P.ExpertSpread)), device, decode).Seconds;
        return work.Tokens > 1 ? step + Arithmetic(work, device, prefill) : step;
    }

    private double Arithmetic(Work work, DeviceSpeed device, ReadOnlySpan<double> prefill)
    {
        double operations = Value(P.Experts) * work.ExpertElements;
        for (int place = 0; place < WeightClasses.Count; place++)
        {
            operations += Value((WeightClass)place switch { WeightClass.K => P.K, WeightClass.Table => P.Table, _ => P.Simple }) * work.Dense.Elements[place];
        }

        double column = LayerWork.OperationsPerElement * operations / device.Shader;
        double tile = SpeedLaw.Prefill.Time(work, device, prefill).Compute / work.Tokens * Value(P.Tiles);
        return Math.Min(column, tile) * Math.Max(0, work.Tokens - MostColumns) + column * Math.Min(work.Tokens - 1, MostColumns - 1);
    }

    private double Value(P parameter) => Math.Exp(parameters[(int)parameter]);
}
