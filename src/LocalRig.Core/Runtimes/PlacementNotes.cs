using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Workloads;

namespace LocalRig.Runtimes;

/// <summary>What of llama.cpp's ways to place and batch a model another runtime has no word for.</summary>
internal static class PlacementNotes
{
    /// <summary>The parts of the plan's placement that only llama.cpp can be told.</summary>
    public static IEnumerable<string> Of(MemoryPlan plan, string runtime)
    {
        Placement placement = plan.Placement;
        if (plan.ExpertsOnHost)
        {
            yield return $"{runtime} has no option that keeps experts of some layers in main memory (-ncmoe {placement.CpuMoeLayers}): it places whole layers, as many as it chooses itself, so bytes and speed differ from the plan.";
        }

        if (!placement.Overrides.IsEmpty)
        {
            yield return $"{runtime} has no option that places tensors by name (-ot), so bytes and speed differ from the plan.";
        }

        if (plan.Rig.Devices.Length > 1 && (placement.SplitMode != SplitMode.Layer || placement.TensorSplit is { IsDefaultOrEmpty: false }))
        {
            yield return $"{runtime} shares layers among several cards by its own rule; the plan's split can't be asked for.";
        }

        if (!placement.KvOffload)
        {
            yield return $"{runtime} can't be told to keep the cache in main memory (-nkvo).";
        }
    }

    /// <summary>The parts of the plan's workload that a runtime over llama.cpp can't be told.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="runtime">Its name.</param>
    /// <param name="takesBatch">Whether it can be told the physical batch.</param>
    public static IEnumerable<string> Of(Workload workload, string runtime, bool takesBatch = false)
    {
        Workload defaults = new();
        if (workload.Microbatch != defaults.Microbatch && !takesBatch)
        {
            yield return $"{runtime} has no option for the physical batch (-ub {workload.Microbatch}): compute buffers differ from the plan.";
        }

        if (workload.SwaFull)
        {
            yield return $"{runtime} has no option for a full-size sliding-window cache (--swa-full).";
        }
    }

    /// <summary>The cache types as words for people: <c>q8_0</c>, <c>q8_0/f16</c>.</summary>
    public static string CacheTypes(Workload workload) =>
        workload.CacheTypeK == workload.CacheTypeV ? workload.CacheTypeK.Name() : $"{workload.CacheTypeK.Name()}/{workload.CacheTypeV.Name()}";
}
