using LocalRig.Models;
using LocalRig.Workloads;

namespace LocalRig.Engines.LlamaCpp.Caches;

/// <summary>Which caches a model gets and in what form (llama-model.cpp, create_memory; llama-kv-cache-iswa.cpp; llama-memory-recurrent.cpp).</summary>
internal static class CacheRules
{
    /// <summary>The form of full-attention caches. Values are stored for flash attention also where it is automatic and then turns out impossible:
    /// caches are made before that is known (llama-context.cpp, llama_context's constructor; resolve_fused_ops).</summary>
    public static KvCacheShape Full(EffectiveWorkload effective, Workload workload) =>
        new(
            effective.ContextPerSequence,
            workload.KvUnified ? 1 : workload.Parallel,
            workload.FlashAttention == FlashAttention.Off,
            workload.CacheTypeK,
            workload.CacheTypeV
        );

    /// <summary>The form of sliding-window caches: the window of every stream's sequences plus one batch, or null when no layer slides.</summary>
    public static KvCacheShape? Sliding(Architecture architecture, EffectiveWorkload effective, Workload workload)
    {
        foreach (Layer layer in architecture.Layers)
        {
            if (layer is { KeepsNothing: false, Attention: SlidingAttention sliding })
            {
                KvCacheShape full = Full(effective, workload);
                long window = (long)sliding.Window * (workload.KvUnified ? workload.Parallel : 1) + effective.Microbatch;
                int cells = Padded(Math.Min(full.Cells, window));
                return workload.SwaFull ? full : full with { Cells = cells };
            }
        }

        return null;
    }

    /// <summary>Whether the context holds recurrent state: hybrid models do, but not their prediction heads.</summary>
    public static bool HasRecurrentState(Architecture architecture, Workload workload) =>
        workload.ContextType == ContextType.Default && HasStates(architecture);

    /// <summary>Whether some layer keeps a state.</summary>
    public static bool HasStates(Architecture architecture) =>
        architecture.Layers.Any(static l => l.Attention is RecurrentAttention || l.StateBeside is not null);

    /// <summary>Roll-back snapshots per sequence: only architectures whose state can be rolled back keep any (llama-arch.cpp, llm_arch_supports_rs_rollback).</summary>
    public static int Snapshots(Architecture architecture, Workload workload) =>
        architecture.Name is "qwen35" or "qwen35moe" ? workload.RecurrentSequences : 0;

    private static int Padded(long cells) =>
        (int)((cells + Context.ContextRules.CellPadding - 1) / Context.ContextRules.CellPadding * Context.ContextRules.CellPadding);
}
