using LocalRig.Quantization;

namespace LocalRig.Formats.Safetensors;

/// <summary>Safetensors' element types (safetensors, tensor.rs, enum Dtype).</summary>
public static class SafetensorsTypes
{
    /// <summary>Bits of one element, or null for a type LocalRig hasn't heard of.</summary>
    public static int? Bits(string elementType) => elementType switch
    {
        "F4" => 4,
        "F6_E2M3" or "F6_E3M2" => 6,
        "BOOL" or "U8" or "I8" or "F8_E5M2" or "F8_E4M3" or "F8_E8M0" or "F8_E5M2FNUZ" or "F8_E4M3FNUZ" => 8,
        "I16" or "U16" or "F16" or "BF16" => 16,
        "I32" or "U32" or "F32" => 32,
        "I64" or "U64" or "F64" or "C64" => 64,
        _ => null,
    };

    /// <summary>The ggml type with the same elements, or null.</summary>
    public static TensorType? Ggml(string elementType) => elementType switch
    {
        "F16" => TensorType.F16,
        "BF16" => TensorType.BF16,
        "F32" => TensorType.F32,
        "F64" => TensorType.F64,
        "I8" => TensorType.I8,
        "I16" => TensorType.I16,
        "I32" => TensorType.I32,
        "I64" => TensorType.I64,
        _ => null,
    };
}
