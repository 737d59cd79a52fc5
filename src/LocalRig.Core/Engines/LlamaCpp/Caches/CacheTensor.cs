using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Quantization;

namespace LocalRig.Engines.LlamaCpp.Caches;

/// <summary>One tensor of a cache.</summary>
/// <param name="Layer">The layer it serves.</param>
/// <param name="Kind">Which cache it belongs to; tensors of one kind on one device share buffers.</param>
/// <param name="Type">How its elements are stored.</param>
/// <param name="Shape">Its shape.</param>
internal readonly record struct CacheTensor(int Layer, CacheKind Kind, TensorType Type, TensorShape Shape)
{
    /// <summary>The tensor as a graph sees it.</summary>
    public GraphTensor ToGraph() => Graphs.GraphBuilder.External("", Type, Shape, Layer);
}

/// <summary>The caches llama.cpp keeps apart.</summary>
internal enum CacheKind
{
    /// <summary>Keys and values of full-attention layers.</summary>
    Full,

    /// <summary>Keys and values of sliding-window layers.</summary>
    Sliding,

    /// <summary>Keys of layers' indexers (llama-kv-cache-dsa.cpp).</summary>
    Indexer,

    /// <summary>Recurrent and convolution state.</summary>
    Recurrent,
}
