using LocalRig.Models;

namespace LocalRig.Serving;

/// <summary>What llama.cpp's RPC backend sends in a step (ggml-rpc.cpp; counted between llama-bench and two servers of 0.7.0).</summary>
public static class RpcTraffic
{
    private const long SinglePrecision = 4; // hidden states and logits are F32
    private const long IndexBytes = 8; // rows of the cache are named by 64-bit indices

    // The first server gets the embeddings three times: as rows read from the table and as inputs of the same size.
    private const int MostVectorsIn = 3;

    // Up to nine inputs, the order to compute and the order to send back, each with a header of at most 330 bytes (a tensor's description of 296).
    private const int MostMessages = 11;
    private const long HeaderBytes = 330;

    // A step of another shape than the last one sends the graph again: 411,077 to 453,637 bytes for 28 layers of Qwen3 0.6B.
    private const long GraphBytesPerLayer = 453_637 / 28 + 1;

    private const int CellStep = 256; // llama-kv-cache.cpp pads the cells a mask covers to this many

    /// <summary>What the link costs a step.</summary>
    /// <param name="architecture">The model's shape.</param>
    /// <param name="link">The link, null when nobody said which.</param>
    /// <param name="crossings">Passages in or out of another machine.</param>
    /// <param name="logits">Whether the last one brings logits.</param>
    /// <param name="tokens">Tokens of the step.</param>
    /// <param name="depth">Tokens in the cache.</param>
    public static LinkEffect Of(Architecture architecture, Link? link, int crossings, bool logits, int tokens, int depth)
    {
        long vector = architecture.EmbeddingLength * SinglePrecision;
        long last = logits ? architecture.VocabularySize * SinglePrecision - tokens * vector : 0; // logits are made of the last token alone
        long least = crossings * tokens * vector + last;
        long most = least + crossings * (tokens * InputBytes(architecture, depth + tokens) + MostMessages * HeaderBytes)
            + (tokens > 1 ? architecture.Layers.Length * GraphBytesPerLayer : 0); // an answer's step has the shape of the last one but once in 256
        double? rate = link?.Bandwidth.BytesPerSecond;
        return new LinkEffect(
            link, crossings, least, least / rate + crossings * (link?.LowLatency ?? 0), most / rate + crossings * link?.HighLatency,
            $"Activations pass {crossings} times per token, {architecture.EmbeddingLength} x {SinglePrecision} bytes each{(logits ? ", the last time as logits" : "")}; every hand-over goes through machine 0.");
    }

    /// <summary>The most a token brings besides its activations: the embeddings again, a row of each mask, the cells it is written to.</summary>
    private static long InputBytes(Architecture architecture, int cells)
    {
        int masks = 1 + (architecture.Layers.Any(l => l.Attention is SlidingAttention) ? 1 : 0);
        long row = (cells + CellStep - 1L) / CellStep * CellStep * SinglePrecision;
        long written = architecture.Layers.Max(l => l.Attention is FullAttention a ? a.ValueWidth : 1) * IndexBytes;
        return (MostVectorsIn - 1) * architecture.EmbeddingLength * SinglePrecision + masks * (row + written);
    }
}
