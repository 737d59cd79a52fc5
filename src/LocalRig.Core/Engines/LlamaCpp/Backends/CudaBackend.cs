using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Engines.LlamaCpp.Scheduling;
using LocalRig.Graphs;
using LocalRig.Quantization;

namespace LocalRig.Engines.LlamaCpp.Backends;

/// <summary>An NVIDIA device (ggml-cuda.cu).</summary>
public class CudaBackend : ComputeBackend
{
    /// <summary>Rows of a batch from which weights are worth copying in (ggml-cuda.cu, GGML_OP_OFFLOAD_MIN_BATCH).</summary>
    private const int OffloadMinBatch = 32;

    /// <summary>What the operations' row kernels take at once (ggml-cuda.cu, SSM_CONV).</summary>
    private const int ConvolutionChannels = 128;

    private readonly CudaFlashAttention _attention;
    private readonly HashSet<BufferType> _family;
    private readonly bool _joinsSharedExperts;

    /// <summary>One device.</summary>
    /// <param name="name">ggml's name: <c>CUDA0</c>.</param>
    /// <param name="computeCapability">Compute capability times ten: 89 for 8.9.</param>
    /// <param name="hostMemory">Pinned memory shared by all CUDA devices.</param>
    /// <param name="family">The memories of all CUDA devices of the rig; this device's is added.</param>
    /// <param name="profile">The version of llama.cpp.</param>
    public CudaBackend(string name, int computeCapability, BufferType hostMemory, HashSet<BufferType> family, LlamaCppProfile profile)
    {
        _joinsSharedExperts = profile.JoinsSharedExperts;
        Name = name;
        _attention = new CudaFlashAttention(computeCapability);
        Memory = new CudaBuffer(name, _attention);
        HostMemory = hostMemory;
        family.Add(Memory);
        _family = family;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override BufferType Memory { get; }

    /// <inheritdoc/>
    public override BufferType? HostMemory { get; }

    /// <inheritdoc/>
    public override bool CanPipeline => true;

    /// <inheritdoc/>
    public override bool WantsOffload(GraphTensor node) => node.BatchRows() >= OffloadMinBatch;

    /// <inheritdoc/>
    public override void Optimize(SplitView split)
    {
        if (_joinsSharedExperts)
        {
            SharedExpert.MoveBehindRouted(split);
        }

        CudaFusions.KeepSources(split);
    }

    /// <inheritdoc/>
    public override bool Supports(GraphTensor node, IBufferLookup buffers)
    {
        foreach (GraphTensor? source in node.Sources)
        {
            if (source is { IsExternal: true } && buffers.BufferOf(source) is { } at && at != Memory && _family.Contains(at))
            {
                return false;
            }
        }

        return node.Operation switch
        {
            Operation.MulMat or Operation.MulMatId => CanMultiply(node),
            Operation.GetRows => CanGetRows(node.Sources[0]!),
            Operation.SetRows => CanSetRows(node),
            Operation.Cpy => CanCopy(node.Sources[0]!, node.Sources[1]!),
            Operation.Set => node.Type is TensorType.F32 or TensorType.I32,
            Operation.Add or Operation.Sub or Operation.Mul or Operation.Div => IsFloat(node.Type) && IsFloat(node.Sources[0]!.Type) && IsFloat(node.Sources[1]!.Type),
            Operation.Repeat => IsFloat(node.Sources[0]!.Type),
            Operation.Norm or Operation.RmsNorm or Operation.L2Norm => node.Sources[0]!.HasContiguousRows(),
            Operation.SumRows => node.Type == TensorType.F32 && node.Sources[0]!.HasContiguousRows(),
            Operation.Rope => node.Sources[0]!.Strides.Nb0 == node.Sources[0]!.Type.BlockBytes() && node.Sources[0]!.IsContiguousFrom(2),
            Operation.SsmConv => node.Sources[0]!.Shape.Ne1 % ConvolutionChannels == 0,
            Operation.SsmScan => CanScan(node),
            Operation.FlashAttentionExt => _attention.Supports(node),
            Operation.LightningIndexer => HasIndexer(node),
            _ when node.Operation.IsUnary() => node.Sources[0]!.IsContiguous(),
            _ when node.Operation.IsGlu() => node.Sources[0]!.IsContiguousFrom(1),
            _ => true,
        };
    }

    private static bool IsFloat(TensorType type) => type is TensorType.F32 or TensorType.F16;

    private static bool CanMultiply(GraphTensor node)
    {
        GraphTensor a = node.Sources[0]!;
        GraphTensor b = node.Sources[1]!;
        bool dense = a.Strides.Nb0 == a.Type.BlockBytes() && b.Strides.Nb0 == b.Type.BlockBytes();
        // a product that must read its input as it is has no kernel but for F32 (seen with llama.cpp 0.7.0)
        bool rounds = node.Parameters is [_, _, _, not 0] && a.Type != TensorType.F32;
        return dense && !rounds && (b.Type != TensorType.F16 || a.Type == TensorType.F16) && CanMultiply(a.Type);
    }

    private static bool CanMultiply(TensorType type) =>
        type
            is not (
                TensorType.TQ1_0
                or TensorType.TQ2_0
                or TensorType.Q8_1
                or TensorType.F64
                or TensorType.I8
                or TensorType.I16
                or TensorType.I32
                or TensorType.I64
            );

    private static bool CanGetRows(GraphTensor rows) =>
        rows.Type switch
        {
            TensorType.I32 => true,
            TensorType.IQ4_NL or TensorType.MXFP4 => rows.Shape.Ne0 % TensorType.Q8_K.BlockElements() == 0, // whole 256-blocks (QK_K)
            TensorType.NVFP4 or TensorType.Q8_K => false,
            _ => CanMultiply(rows.Type),
        };

    private static bool CanSetRows(GraphTensor node)
    {
        TensorType from = node.Sources[0]!.Type;
        bool fromF32 = from == TensorType.F32 && node.Type switch
        {
            TensorType.F32 or TensorType.F16 or TensorType.BF16 or TensorType.IQ4_NL => true,
            TensorType.Q4_0 or TensorType.Q4_1 or TensorType.Q5_0 or TensorType.Q5_1 or TensorType.Q8_0 => true,
            _ => false,
        };
        bool same = from == TensorType.F16 && node.Type == TensorType.F16;
        return (fromF32 || same) && node.Sources[1]!.Type is TensorType.I64 or TensorType.I32;
    }

    private static bool CanCopy(GraphTensor from, GraphTensor to)
    {
        static bool Float(TensorType t) => t is TensorType.F32 or TensorType.F16 or TensorType.BF16;
        static bool Cached(TensorType t) =>
            t is TensorType.Q8_0 or TensorType.Q4_0 or TensorType.Q4_1 or TensorType.Q5_0 or TensorType.Q5_1;
        return (Float(from.Type) && Float(to.Type))
            || (from.Type == TensorType.F32 && (Cached(to.Type) || to.Type is TensorType.IQ4_NL or TensorType.I32))
            || (to.Type == TensorType.F32 && (Cached(from.Type) || from.Type == TensorType.I32))
            || (from.Type == TensorType.I32 && to.Type == TensorType.I32)
            || (from.Type == to.Type && from.IsContiguous() && to.IsContiguous());
    }

    /// <summary>Indexers of DeepSeek-V3.2's and GLM-5's sizes (lightning-indexer.cu, ggml_cuda_lightning_indexer_supported).</summary>
    private static bool HasIndexer(GraphTensor node)
    {
        GraphTensor k = node.Sources[1]!;
        return k.Shape.Ne0 == 128
            && node.Sources[0]!.Shape.Ne1 is 32 or 64
            && k.Type is TensorType.F32 or TensorType.BF16 or TensorType.F16 or TensorType.Q8_0 or TensorType.Q5_1 or TensorType.Q5_0 or TensorType.Q4_1 or TensorType.Q4_0;
    }

    private static bool CanScan(GraphTensor node)
    {
        var state = node.Sources[0]!.Shape;
        return node.Sources[3]!.Shape.Ne0 == 1
            ? state.Ne0 is 128 or 256 && state.Ne1 % 16 == 0
            : state.Ne0 == 16 && state.Ne1 == 1 && state.Ne2 % 128 == 0 && node.Sources[4]!.Shape.Ne1 == 1;
    }
}
