using LocalRig.Quantization;

namespace LocalRig.Forecasting;

/// <summary>Weight types that an engine's kernels treat alike when they unpack and multiply.</summary>
public enum WeightClass
{
    /// <summary>Plain numbers: F32, F16.</summary>
    Float,

    /// <summary>Eight-bit integers with one scale per block: Q8_0.</summary>
    Eight,

    /// <summary>Four- and five-bit integers with one scale per block: Q4_0 to Q5_1.</summary>
    Simple,

    /// <summary>K-quants: Q2_K to Q6_K.</summary>
    K,

    /// <summary>Types that look values up in tables: IQ1 to IQ4, ternary.</summary>
    Table,

    /// <summary>Four-bit floats with shared exponents: MXFP4, NVFP4.</summary>
    Microscaled,

    /// <summary>BF16: as wide as F16, but without matrix units on many devices.</summary>
    BrainFloat,
}

/// <summary>Sorts tensor types into classes.</summary>
public static class WeightClasses
{
    /// <summary>How many classes there are.</summary>
    public const int Count = 7;

    /// <summary>The class of a tensor type.</summary>
    public static WeightClass Of(TensorType type) =>
        type switch
        {
            TensorType.F32 or TensorType.F16 or TensorType.F64 => WeightClass.Float,
            TensorType.BF16 => WeightClass.BrainFloat,
            TensorType.Q8_0 or TensorType.Q8_1 or TensorType.Q8_K or TensorType.I8 => WeightClass.Eight,
            TensorType.Q4_0 or TensorType.Q4_1 or TensorType.Q5_0 or TensorType.Q5_1 => WeightClass.Simple,
            TensorType.Q2_K or TensorType.Q3_K or TensorType.Q4_K or TensorType.Q5_K or TensorType.Q6_K => WeightClass.K,
            TensorType.MXFP4 or TensorType.NVFP4 => WeightClass.Microscaled,
            _ => WeightClass.Table,
        };
}
