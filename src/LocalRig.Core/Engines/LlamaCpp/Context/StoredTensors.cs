using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Engines.LlamaCpp.Backends;
using LocalRig.Engines.LlamaCpp.Caches;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;

namespace LocalRig.Engines.LlamaCpp.Context;

/// <summary>Tells the scheduler which memory holds a graph's weights and caches.</summary>
/// <param name="weights">The model's weights, placed.</param>
/// <param name="caches">The context's caches, placed.</param>
internal sealed class StoredTensors(WeightBuffers weights, CacheBuffers caches) : IBufferLookup
{
    private readonly TensorInfo? _embedding = weights.Placed.FirstOrDefault(static p => p.Weight.Name == "token_embd.weight").Weight;

    /// <summary>Whether a tied model's output matrix is the very tensor of its token embedding: both are read from one memory.</summary>
    public bool OutputSharesEmbedding =>
        _embedding is not null && ReferenceEquals(weights.BufferOf(_embedding), weights.BufferOf(_embedding, asOutput: true));

    /// <inheritdoc/>
    public BufferType? BufferOf(GraphTensor tensor)
    {
        if (!tensor.IsExternal)
        {
            return null;
        }

        if (tensor.Weight is not { } weight)
        {
            return caches.OfLayer(tensor.Layer);
        }

        // The output layer's copy of the embedding carries the number after the last layer.
        bool inLayer = tensor.Layer >= 0;
        return inLayer && !ReferenceEquals(weight, _embedding)
            ? weights.BufferOf(weight, tensor.Layer)
            : weights.BufferOf(weight, asOutput: inLayer);
    }
}
