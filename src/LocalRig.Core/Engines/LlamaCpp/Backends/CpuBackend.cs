using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;

namespace LocalRig.Engines.LlamaCpp.Backends;

/// <summary>The processor: takes what no device takes (ggml-cpu.cpp).</summary>
/// <param name="features">Its instructions.</param>
public sealed class CpuBackend(CpuFeatures features = CpuFeatures.X86) : ComputeBackend
{
    /// <inheritdoc/>
    public override string Name => "CPU";

    /// <inheritdoc/>
    public override BufferType Memory { get; } = new HostBuffer("CPU");

    /// <summary>Memory for repacked weights.</summary>
    public BufferType Repacked { get; } = new RepackBuffer();

    /// <inheritdoc/>
    public override bool IsHost => true;

    /// <inheritdoc/>
    public override bool Reaches(BufferType buffer) => buffer.IsHost || ReferenceEquals(buffer, Repacked);

    /// <inheritdoc/>
    public override bool Supports(GraphTensor node, IBufferLookup buffers)
    {
        if (node.Operation.IsEmpty())
        {
            return true;
        }

        if (ReadsRepacked(node, buffers))
        {
            return SupportsRepacked(node);
        }

        return node.Operation switch
        {
            Operation.Cpy or Operation.SetRows => CanQuantizeTo(node.Type),
            Operation.MulMat => CanMultiply(node),
            _ => true,
        };
    }

    /// <summary>Whether a matrix of this type and shape has a faster layout (repack.cpp, ggml_repack_get_optimal_repack_type).</summary>
    public bool HasFasterLayout(TensorType type, TensorShape shape)
    {
        bool Rows(int multiple) => shape.Ne1 % multiple == 0;
        bool x86 = features.HasFlag(CpuFeatures.Avx2);
        bool arm = (features & CpuFeatures.Arm) != 0;
        return type switch
        {
            TensorType.Q4_0 or TensorType.IQ4_NL or TensorType.MXFP4 => (x86 && Rows(8)) || (arm && Rows(4)),
            TensorType.Q4_K => (x86 || arm) && Rows(8),
            TensorType.Q2_K => features.HasFlag(CpuFeatures.Avx512) && Rows(8),
            TensorType.Q5_K or TensorType.Q6_K => arm && Rows(8),
            TensorType.Q8_0 or TensorType.Q1_0 => arm && Rows(4),
            _ => false,
        };
    }

    private bool ReadsRepacked(GraphTensor node, IBufferLookup buffers)
    {
        foreach (GraphTensor? source in node.Sources)
        {
            if (source is { IsExternal: true } && ReferenceEquals(buffers.BufferOf(source), Repacked))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Repacked weights serve products with F32 of a plain matrix or of a stack of experts (repack.cpp, extra_buffer_type::supports_op).</summary>
    private bool SupportsRepacked(GraphTensor node)
    {
        if (node.Sources is not [{ } weight, { } input, ..])
        {
            return false;
        }

        int dimensions = weight.Shape.Dimensions;
        bool shaped = node.Operation switch
        {
            Operation.MulMat => dimensions == 2,
            Operation.MulMatId => dimensions == 3,
            _ => false,
        };
        return shaped && input.Type == TensorType.F32 && HasFasterLayout(weight.Type, weight.Shape);
    }

    private static bool CanMultiply(GraphTensor node)
    {
        TensorType input = node.Sources[1]!.Type;
        return input == TensorType.F32 || input == DotProductPartner(node.Sources[0]!.Type);
    }

    /// <summary>The type a row is converted to before it meets a weight of this type (ggml-cpu.c, type_traits_cpu.vec_dot_type).</summary>
    private static TensorType DotProductPartner(TensorType weight) =>
        weight switch
        {
            TensorType.F32 or TensorType.F16 or TensorType.BF16 => weight,
            TensorType.Q4_1 or TensorType.Q5_1 => TensorType.Q8_1,
            TensorType.Q4_0 or TensorType.Q5_0 or TensorType.Q8_0 or TensorType.IQ4_NL or TensorType.MXFP4 => TensorType.Q8_0,
            TensorType.NVFP4 or TensorType.Q1_0 or TensorType.Q2_0 => TensorType.Q8_0,
            _ => TensorType.Q8_K,
        };

    private static bool CanQuantizeTo(TensorType type) =>
        type
            is not (
                TensorType.IQ3_XXS
                or TensorType.IQ3_S
                or TensorType.IQ2_XXS
                or TensorType.IQ2_XS
                or TensorType.IQ2_S
                or TensorType.IQ1_S
                or TensorType.IQ1_M
            );
}
