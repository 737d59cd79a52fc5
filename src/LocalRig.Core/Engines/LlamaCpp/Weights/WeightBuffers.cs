using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Engines.LlamaCpp.Backends;
using LocalRig.Models;
using LocalRig.Units;

namespace LocalRig.Engines.LlamaCpp.Weights;

/// <summary>A weight and the memory that holds it.</summary>
/// <param name="Weight">The weight.</param>
/// <param name="Buffer">The memory.</param>
public readonly record struct PlacedWeight(TensorInfo Weight, BufferType Buffer);

/// <summary>All weights of a model, placed.</summary>
public sealed class WeightBuffers
{
    private readonly Dictionary<TensorInfo, BufferType> _first;

    private readonly Dictionary<TensorInfo, List<BufferType>> _further = new(ReferenceEqualityComparer.Instance);

    private Dictionary<BufferType, ByteSize>? _sizes;

    internal WeightBuffers(BackendSet backends, LayerDevices layers, IReadOnlyList<PlacedWeight> placed)
    {
        Backends = backends;
        Layers = layers;
        Placed = placed;
        _first = new Dictionary<TensorInfo, BufferType>(placed.Count, ReferenceEqualityComparer.Instance);
        foreach (PlacedWeight weight in placed)
        {
            if (_first.TryAdd(weight.Weight, weight.Buffer))
            {
                continue;
            }

            if (!_further.TryGetValue(weight.Weight, out List<BufferType>? buffers))
            {
                _further[weight.Weight] = buffers = [];
            }

            buffers.Add(weight.Buffer);
        }
    }

    /// <summary>The backends in use.</summary>
    public BackendSet Backends { get; }

    /// <summary>Which backend each layer belongs to.</summary>
    public LayerDevices Layers { get; }

    /// <summary>Every weight with its memory; one read from two memories appears twice.</summary>
    public IReadOnlyList<PlacedWeight> Placed { get; }

    /// <summary>Bytes per memory, each weight padded to its memory's alignment (ggml-alloc.c, ggml_backend_alloc_ctx_tensors_from_buft_size).</summary>
    public IReadOnlyDictionary<BufferType, ByteSize> Sizes() => _sizes ??= AddUp();

    /// <summary>The memory a weight is read from: the first, or for the output matrix of a tied model the last.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="asOutput">Whether the token embedding is read as the output matrix.</param>
    public BufferType? BufferOf(TensorInfo weight, bool asOutput = false) =>
        asOutput && _further.TryGetValue(weight, out List<BufferType>? further) ? further[^1] : _first.GetValueOrDefault(weight);

    /// <summary>The memory a weight is read from in one layer; rotary factors, which every layer reads, have a copy per device.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="layer">The layer that reads it.</param>
    public BufferType? BufferOf(TensorInfo weight, int layer)
    {
        BufferType? first = _first.GetValueOrDefault(weight);
        if (first is null || !_further.TryGetValue(weight, out List<BufferType>? further))
        {
            return first;
        }

        if (IsRead(first, layer))
        {
            return first;
        }

        foreach (BufferType buffer in further)
        {
            if (IsRead(buffer, layer))
            {
                return buffer;
            }
        }

        return first;
    }

    /// <summary>Whether a layer reads the copy in a memory: its own device's, or for a layer on the processor any that isn't a device's.</summary>
    private bool IsRead(BufferType buffer, int layer)
    {
        int backend = Layers.OfLayer(layer);
        if (backend < Backends.Devices.Length)
        {
            return ReferenceEquals(buffer, Backends.All[backend].Memory);
        }

        foreach (ComputeBackend device in Backends.Devices)
        {
            if (ReferenceEquals(device.Memory, buffer))
            {
                return false;
            }
        }

        return true;
    }

    private Dictionary<BufferType, ByteSize> AddUp()
    {
        Dictionary<BufferType, ByteSize> sizes = [];
        foreach (PlacedWeight placed in Placed)
        {
            ByteSize size = new ByteSize(placed.Buffer.AllocSize(placed.Weight)).AlignUp(placed.Buffer.Alignment);
            sizes[placed.Buffer] = sizes.GetValueOrDefault(placed.Buffer) + size;
        }

        return sizes;
    }
}
