using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Engines.LlamaCpp.Backends;
using LocalRig.Engines.LlamaCpp.Graphs;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Units;

namespace LocalRig.Engines.LlamaCpp.Caches;

/// <summary>Which memory holds each layer's cache: its device's, or the processor's when caches stay on the host (llama-kv-cache.cpp, <c>offload</c>).</summary>
/// <param name="backends">The backends in use.</param>
/// <param name="layers">Which backend each layer belongs to.</param>
/// <param name="offload">Whether caches go to devices.</param>
internal sealed class CacheBuffers(BackendSet backends, LayerDevices layers, bool offload)
{
    /// <summary>The memory of a layer's cache.</summary>
    public BufferType OfLayer(int layer) => offload ? backends.All[layers.OfLayer(layer)].Memory : backends.Cpu.Memory;

    /// <summary>Bytes per memory of one kind of cache, every tensor padded to its memory's alignment.</summary>
    public Dictionary<BufferType, ByteSize> Sizes(List<CacheTensor> tensors, Func<CacheKind, bool> kind)
    {
        using TensorArena arena = TensorArena.Begin();
        Dictionary<BufferType, ByteSize> sizes = [];
        foreach (CacheTensor tensor in tensors)
        {
            if (kind(tensor.Kind))
            {
                BufferType buffer = OfLayer(tensor.Layer);
                ByteSize size = new ByteSize(buffer.AllocSize(tensor.ToGraph())).AlignUp(buffer.Alignment);
                sizes[buffer] = sizes.GetValueOrDefault(buffer) + size;
            }
        }

        return sizes;
    }
}
