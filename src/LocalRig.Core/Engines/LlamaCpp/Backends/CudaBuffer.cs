using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;

namespace LocalRig.Engines.LlamaCpp.Backends;

/// <summary>A CUDA device's memory (ggml-cuda.cu, ggml_backend_cuda_buffer_type).</summary>
/// <param name="name">ggml's name: <c>CUDA0</c>.</param>
/// <param name="attention">Which attention kernel the device would choose, for the scratch it needs.</param>
public sealed class CudaBuffer(string name, CudaFlashAttention attention) : BufferType
{
    /// <summary>Elements the last row of a quantized matrix is padded to (ggml-cuda/common.cuh, MATRIX_ROW_PADDING).</summary>
    private const long MatrixRowPadding = 512;

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override long Alignment => 128; // ggml_backend_cuda_buffer_type_get_alignment

    /// <inheritdoc/>
    public override long AllocSize(GraphTensor tensor)
    {
        long size = tensor.Operation == Operation.FlashAttentionExt ? attention.AllocSize(tensor) : tensor.Bytes;
        return size + RowPadding(tensor.Type, tensor.Shape.Ne0);
    }

    /// <inheritdoc/>
    public override long AllocSize(TensorInfo weight) => weight.Size.Bytes + RowPadding(weight.Type, weight.Shape.Ne0);

    private static long RowPadding(TensorType type, long rowLength)
    {
        long over = rowLength % MatrixRowPadding;
        return type.IsQuantized() && over != 0 ? type.RowBytes(MatrixRowPadding - over) : 0;
    }
}
