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
    private readonly Dictionary<TensorInfo, List<BufferType>> _byWeight = new(ReferenceEqualityComparer.Instance);

    private Dictionary<BufferType, ByteSize>? _sizes;

    internal WeightBuffers(BackendSet backends, LayerDevices layers, IReadOnlyList<PlacedWeight> placed)
    {
        Backends = backends;
        Layers = layers;
        Placed = placed;
        foreach (PlacedWeight weight in placed)
        {
            if (!_byWeight.TryGetValue(weight.Weight, out List<BufferType>? buffers))
            {
                _byWeight[weight.Weight] = buffers = new List<BufferType>(1);
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
        _byWeight.TryGetValue(weight, out List<BufferType>? buffers) ? buffers[asOutput ? ^1 : 0] : null;

    /// <summary>The memory a weight is read from in one layer; rotary factors, which every layer reads, have a copy per device.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="layer">The layer that reads it.</param>
    public BufferType? BufferOf(TensorInfo weight, int layer)
    {
        if (!_byWeight.TryGetValue(weight, out List<BufferType>? buffers))
        {
            return null;
        }

        if (buffers.Count == 1)
        {
            return buffers[0];
        }

        BufferType own = Backends.All[Layers.OfLayer(layer)].Memory;
        bool device = Layers.OfLayer(layer) < Backends.Devices.Length;
        return buffers.Find(b => device ? ReferenceEquals(b, own) : !Backends.Devices.Any(d => ReferenceEquals(d.Memory, b))) ?? buffers[0];
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
