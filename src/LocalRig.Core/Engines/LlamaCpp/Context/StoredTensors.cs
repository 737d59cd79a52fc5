using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Engines.LlamaCpp.Backends;
using LocalRig.Engines.LlamaCpp.Caches;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Context;

/// <summary>Tells the scheduler which memory holds a graph's weights and caches.</summary>
/// <param name="weights">The model's weights, placed.</param>
/// <param name="caches">The context's caches, placed.</param>
internal sealed class StoredTensors(WeightBuffers weights, CacheBuffers caches) : IBufferLookup
{
    private const string TokenEmbedding = "token_embd.weight";

    /// <summary>Whether a tied model's output matrix is the very tensor of its token embedding: both are read from one memory.</summary>
    public bool OutputSharesEmbedding =>
        ReferenceEquals(weights.BufferOf(TokenEmbedding), weights.BufferOf(TokenEmbedding, asOutput: true));

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

        bool inLayer = tensor.Layer >= 0;
        return weight.Name == TokenEmbedding ? weights.BufferOf(weight.Name, asOutput: inLayer)
            : inLayer ? weights.BufferOf(weight.Name, tensor.Layer)
            : weights.BufferOf(weight.Name);
    }
}
