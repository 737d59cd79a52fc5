using LocalRig.Models;
using LocalRig.Quantization;
using LocalRig.Workloads;

namespace LocalRig.Engines.LlamaCpp.Caches;

/// <summary>All cache tensors of a context (llama-kv-cache.cpp and llama-memory-recurrent.cpp, constructors).</summary>
internal static class CacheTensors
{
    /// <summary>Lists them layer by layer.</summary>
    public static List<CacheTensor> List(Architecture architecture, EffectiveWorkload effective, Workload workload)
    {
        const int TensorsPerLayer = 2; // keys and values, or two states
        KvCacheShape full = CacheRules.Full(effective, workload);
        KvCacheShape? sliding = CacheRules.Sliding(architecture, effective, workload);
        bool head = workload.ContextType == ContextType.Mtp;
        int first = head ? architecture.Layers.Length : 0;
        var layers = head ? architecture.MtpLayers : architecture.Layers;
        List<CacheTensor> tensors = new(TensorsPerLayer * layers.Length);
        for (int i = 0; i < layers.Length; i++)
        {
            if (layers[i].SharesEarlierCache || layers[i].KeepsNothing)
            {
                continue;
            }

            switch (layers[i].Attention)
            {
                case SlidingAttention a:
                    AddKeysAndValues(tensors, first + i, CacheKind.Sliding, sliding!, a.KeyWidth, ValueWidth(a, sliding!, architecture));
                    break;
                case FullAttention a:
                    AddKeysAndValues(tensors, first + i, CacheKind.Full, full, a.KeyWidth, ValueWidth(a, full, architecture));
                    if (a is BlockAttention { Indexer: { } blocks })
                    {
                        // a cache like any other with one head, so that it has values too, which nobody reads (llama-kv-cache-msa.cpp)
                        AddKeysAndValues(tensors, first + i, CacheKind.Indexer, full, blocks.KeyLength, a.ValueLength);
                    }

                    break;
                case LatentAttention a:
                    AddKeysAndValues(tensors, first + i, CacheKind.Full, full, a.LatentRank + a.RopeLength, 0);
                    if (a is SparseLatentAttention { Indexer: { } indexer })
                    {
                        AddKeysAndValues(tensors, first + i, CacheKind.Indexer, full, indexer.KeyLength, 0);
                    }

                    break;
                case RecurrentAttention a:
                    AddStates(tensors, i, a, workload.Parallel * (1L + CacheRules.Snapshots(architecture, workload)));
                    break;
            }

            if (layers[i].StateBeside is { } beside)
            {
                AddStates(tensors, i, beside, workload.Parallel);
            }
        }

        return tensors;
    }

    /// <summary>Values stored token-last are padded to the widest layer (TAG_V_CACHE_VARIABLE).</summary>
    private static int ValueWidth(FullAttention attention, KvCacheShape shape, Architecture architecture) =>
        shape.ValuesTransposed
            ? architecture.Layers.Max(static l => (l.Attention as FullAttention)?.ValueWidth ?? 0)
            : attention.ValueWidth;

    private static void AddKeysAndValues(List<CacheTensor> tensors, int layer, CacheKind kind, KvCacheShape shape, int keyWidth, int valueWidth)
    {
        tensors.Add(new CacheTensor(layer, kind, shape.KeyType, new TensorShape(keyWidth, shape.Cells, shape.Streams)));
        if (valueWidth > 0)
        {
            tensors.Add(new CacheTensor(layer, kind, shape.ValueType, new TensorShape(valueWidth, shape.Cells, shape.Streams)));
        }
    }

    private static void AddStates(List<CacheTensor> tensors, int layer, RecurrentAttention attention, long rows)
    {
        tensors.Add(new CacheTensor(layer, CacheKind.Recurrent, TensorType.F32, new TensorShape(attention.ConvolutionStateElements, rows)));
        tensors.Add(new CacheTensor(layer, CacheKind.Recurrent, TensorType.F32, new TensorShape(attention.RecurrentStateElements, rows)));
    }
}
