using LocalRig.Quantization;

namespace LocalRig.Engines.LlamaCpp.Caches;

/// <summary>The form all layers of one key/value cache share (llama-kv-cache.cpp).</summary>
/// <param name="Cells">Tokens each stream can hold (kv_size).</param>
/// <param name="Streams">1 for a unified cache, else one per sequence (n_stream).</param>
/// <param name="ValuesTransposed">Values are stored token-last, as they are without flash attention (v_trans).</param>
/// <param name="KeyType">Type of keys.</param>
/// <param name="ValueType">Type of values.</param>
internal sealed record KvCacheShape(int Cells, int Streams, bool ValuesTransposed, TensorType KeyType, TensorType ValueType)
{
    /// <summary>Smallest side of the Hadamard matrix that rotates values, and the start for keys (llama-kv-cache.cpp, build_input_v_rot).</summary>
    public const int SmallestRotation = 64;

    /// <summary>Side of the rotation of quantized keys, or 0 for none: the largest doubling of 64 that divides the head.</summary>
    /// <param name="headLength">The key length all layers of the cache share, or 0 when they differ.</param>
    public int KeyRotation(int headLength)
    {
        if (!KeyType.IsQuantized() || headLength == 0 || headLength % SmallestRotation != 0)
        {
            return 0;
        }

        int side = SmallestRotation;
        while (headLength % (2 * side) == 0)
        {
            side *= 2;
        }

        return side;
    }

    /// <summary>Side of the rotation of quantized values, or 0 for none.</summary>
    /// <param name="headLength">The value length all layers of the cache share, or 0 when they differ.</param>
    public int ValueRotation(int headLength) =>
        ValueType.IsQuantized() && headLength != 0 && headLength % SmallestRotation == 0 ? SmallestRotation : 0;
}
