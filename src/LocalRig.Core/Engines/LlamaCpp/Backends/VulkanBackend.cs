using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Engines.LlamaCpp.Backends.GraphOptimization;
using LocalRig.Engines.LlamaCpp.Scheduling;
using LocalRig.Graphs;
using LocalRig.Quantization;

namespace LocalRig.Engines.LlamaCpp.Backends;

/// <summary>A Vulkan device's memory: cut into blocks of at most a GiB (ggml-vulkan.cpp, ggml_backend_vk_buffer_type).</summary>
/// <param name="name">ggml's name: <c>Vulkan0</c>.</param>
public sealed class VulkanBuffer(string name) : BufferType
{
    /// <summary>Largest block ggml asks for unless told otherwise (ggml-vulkan.cpp, suballocation_block_size).</summary>
    public const long BlockSize = 1L << 30;

    /// <inheritdoc/>
    public override string Name => name;

    /// <summary>The driver's minStorageBufferOffsetAlignment; 16 bytes on NVIDIA's and Mesa's drivers.</summary>
    public override long Alignment => 16;

    /// <inheritdoc/>
    public override long MaxSize => BlockSize;
}

/// <summary>A device driven through Vulkan (ggml-vulkan.cpp).</summary>
/// <param name="name">ggml's name: <c>Vulkan0</c>.</param>
/// <param name="hostMemory">Pinned memory shared by all Vulkan devices.</param>
public sealed class VulkanBackend(string name, BufferType hostMemory) : ComputeBackend
{
    /// <summary>Rows of a batch from which weights are worth copying in (ggml-vulkan.cpp, GGML_OP_OFFLOAD_MIN_BATCH).</summary>
    private const int OffloadMinBatch = 32;

    /// <summary>Alignment of pinned host memory: the driver's minMemoryMapAlignment, 64 bytes on common drivers.</summary>
    public const long HostAlignment = 64;

    /// <summary>Bytes every pinned buffer is larger than asked for (ggml-vulkan.cpp, ggml_backend_vk_host_buffer_type_alloc_buffer).</summary>
    public const long HostSlack = 32;

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override BufferType Memory { get; } = new VulkanBuffer(name);

    /// <inheritdoc/>
    public override BufferType? HostMemory => hostMemory;

    /// <inheritdoc/>
    public override bool CanPipeline => true;

    /// <inheritdoc/>
    public override bool WantsOffload(GraphTensor node) => node.BatchRows() >= OffloadMinBatch;

    /// <inheritdoc/>
    public override void Optimize(SplitView split) => VulkanGraphOptimizer.Optimize(split);

    /// <inheritdoc/>
    public override bool Supports(GraphTensor node, IBufferLookup buffers) =>
        FitsBindings(node) && SupportsKind(node);

    /// <summary>A shader sees at most this much of one buffer: the limit is a 32-bit number, and drivers report its largest value
    /// (VkPhysicalDeviceLimits, maxStorageBufferRange; ggml-vulkan.cpp, ggml_backend_vk_device_supports_op).</summary>
    private const long LargestBinding = uint.MaxValue;

    private static bool FitsBindings(GraphTensor node)
    {
        foreach (GraphTensor? source in node.Sources)
        {
            if (source is not null && source.Bytes > LargestBinding)
            {
                return false;
            }
        }

        return node.Bytes <= LargestBinding;
    }

    private static bool SupportsKind(GraphTensor node) =>
        node.Operation switch
        {
            Operation.MulMat or Operation.MulMatId => CanMultiply(node),
            Operation.GetRows => node.Sources[0]!.Type == TensorType.I32 || IsShaderType(node.Sources[0]!.Type),
            Operation.SetRows => IsFloat(node.Sources[0]!.Type) && IsCacheType(node.Type),
            Operation.Cpy or Operation.Cont => CanCopy(node),
            Operation.FlashAttentionExt => CanAttend(node),
            Operation.Repeat => node.Type.BlockBytes() is 4 or 2,
            Operation.Rope => node.HasContiguousRows() && node.Sources[0]!.HasContiguousRows(),
            Operation.Norm or Operation.L2Norm or Operation.Pad or Operation.SsmConv => node.Sources[0]!.Type == TensorType.F32,
            Operation.Add or Operation.Sub or Operation.Mul or Operation.Div => IsFloat(node.Type) && IsFloat(node.Sources[0]!.Type) && IsFloat(node.Sources[1]!.Type),
            Operation.Argsort or Operation.TopK => node.IsContiguous() && node.Sources[0]!.IsContiguous(),
            Operation.Scale or Operation.SoftMax => node.Sources[0]!.IsContiguous() && node.Sources[0]!.Type == TensorType.F32,
            Operation.SumRows or Operation.Cumsum => node.Sources[0]!.Type == TensorType.F32 && node.Sources[0]!.HasContiguousRows(),
            Operation.SsmScan => CanScan(node),
            Operation.Dsv4HcPre => false, // no shader (seen with llama.cpp 0.7.0)
            Operation.GatedDeltaNet => node.Sources[2]!.Shape.Ne0 is 16 or 32 or 64 or 128,
            _ when node.Operation.IsUnary() || node.Operation.IsGlu() => IsFloat(node.Type) && node.Sources[0]!.Type == node.Type,
            _ => true,
        };

    private static bool IsFloat(TensorType type) => type is TensorType.F32 or TensorType.F16;

    /// <summary>Types the shaders can read as weights.</summary>
    private static bool IsShaderType(TensorType type) =>
        type
            is not (
                TensorType.Q8_1
                or TensorType.Q8_K
                or TensorType.F64
                or TensorType.I8
                or TensorType.I16
                or TensorType.I32
                or TensorType.I64
            );

    /// <summary>Types rows can be stored as (SET_ROWS, CPY).</summary>
    private static bool IsCacheType(TensorType type) =>
        type switch
        {
            TensorType.F32 or TensorType.F16 or TensorType.BF16 or TensorType.IQ4_NL => true,
            TensorType.Q1_0 or TensorType.Q2_0 or TensorType.Q4_0 or TensorType.Q4_1 => true,
            TensorType.Q5_0 or TensorType.Q5_1 or TensorType.Q8_0 => true,
            _ => false,
        };

    private static bool CanMultiply(GraphTensor node)
    {
        GraphTensor a = node.Sources[0]!;
        GraphTensor b = node.Sources[1]!;
        GraphTensor paired = node.Operation == Operation.MulMat ? a : node.Sources[2]!;
        bool laidOut = (HasDensePlanes(a) || IsFloat(a.Type) || a.Type == TensorType.BF16) && (HasDensePlanes(b) || IsFloat(b.Type));
        // as on CUDA, no shader reads its input as it is (seen with llama.cpp 0.7.0)
        bool rounds = node.Parameters is [_, _, _, not 0] && a.Type != TensorType.F32;
        return IsShaderType(a.Type) && !rounds && paired.Shape.Ne3 == b.Shape.Ne3 && laidOut && !(a.Type == TensorType.BF16 && b.Type == TensorType.F16);
    }

    private static bool HasDensePlanes(GraphTensor t) =>
        t.Strides.Nb0 == t.Type.BlockBytes() && t.Strides.Nb1 == t.Strides.Nb0 * t.Shape.Ne0 / t.Type.BlockElements();

    private static bool CanCopy(GraphTensor node)
    {
        TensorType from = node.Sources[0]!.Type;
        TensorType to = node.Sources.Length > 1 && node.Sources[1] is { } target ? target.Type : from;
        bool plain = !from.IsQuantized() || (node.Sources[0]!.IsContiguous() && node.IsContiguous());
        return (from == TensorType.F32 && (IsCacheType(to) || to == TensorType.I32))
            || (to == TensorType.F32 && (IsCacheType(from) || from == TensorType.I32))
            || (from == to && plain && from.BlockBytes() % 2 == 0);
    }

    /// <summary>Mamba 2's scan alone, whose decay is one number a head, of states of 128 or 256 (ggml-vulkan.cpp, ggml_backend_vk_device_supports_op).</summary>
    private static bool CanScan(GraphTensor node) =>
        node.Sources[3]!.Shape.Ne0 == 1 && node.Sources[0]!.Shape.Ne0 is 128 or 256 && node.Sources[0]!.Shape.Ne1 % 16 == 0;

    private static bool CanAttend(GraphTensor node)
    {
        GraphTensor k = node.Sources[1]!;
        GraphTensor v = node.Sources[2]!;
        bool heads = k.Shape.Ne0 % 8 == 0 && v.Shape.Ne0 % 8 == 0;
        return heads
            && IsCacheType(k.Type)
            && IsCacheType(v.Type)
            && (k.Type == TensorType.BF16) == (v.Type == TensorType.BF16)
            && k.Type is not (TensorType.Q1_0 or TensorType.Q2_0)
            && v.Type is not (TensorType.Q1_0 or TensorType.Q2_0);
    }
}
