namespace LocalRig.Engines.LlamaCpp.Backends;

/// <summary>Instructions of the processor that decide which weights llama.cpp keeps in a repacked layout.</summary>
[Flags]
public enum CpuFeatures
{
    /// <summary>None that matter.</summary>
    None = 0,

    /// <summary>x86 AVX2.</summary>
    Avx2 = 1,

    /// <summary>x86 AVX-512.</summary>
    Avx512 = 2,

    /// <summary>Arm Neon with the dot-product extension.</summary>
    NeonDotProduct = 4,

    /// <summary>Arm Neon with 8-bit matrix multiplication.</summary>
    NeonInt8MatMul = 8,

    /// <summary>A present-day x86 desktop or server.</summary>
    X86 = Avx2 | Avx512,

    /// <summary>A present-day Arm machine (Apple M2 and later, Neoverse).</summary>
    Arm = NeonDotProduct | NeonInt8MatMul,
}
