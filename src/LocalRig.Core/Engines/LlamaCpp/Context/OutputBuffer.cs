using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Models;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Engines.LlamaCpp.Context;

/// <summary>The host buffer that hands logits and embeddings to the caller, as reserved when a context is made (llama-context.cpp, output_reserve).</summary>
internal static class OutputBuffer
{
    /// <summary>Bytes per element: logits and embeddings are F32.</summary>
    private const int ElementBytes = 4;

    /// <summary>One row per sequence, of logits and, in embeddings mode, of the last hidden state.</summary>
    /// <param name="architecture">The model's shape.</param>
    /// <param name="workload">Its sequences.</param>
    /// <param name="memory">Pinned memory of the output layer's device, or plain host memory.</param>
    public static ByteSize Size(Architecture architecture, Workload workload, BufferType memory)
    {
        long perRow = architecture.VocabularySize + (workload.Embeddings ? architecture.EmbeddingLength : 0);
        return memory.BufferSize(new ByteSize(perRow * workload.Parallel * ElementBytes));
    }
}
