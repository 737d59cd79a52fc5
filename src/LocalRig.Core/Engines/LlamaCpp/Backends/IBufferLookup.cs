using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Graphs;

namespace LocalRig.Engines.LlamaCpp.Backends;

/// <summary>Where tensors that have storage before a graph is scheduled are: weights and caches.</summary>
public interface IBufferLookup
{
    /// <summary>The buffer type that holds the tensor itself, or null for a computed tensor, an input or a view.</summary>
    BufferType? BufferOf(GraphTensor tensor);
}
