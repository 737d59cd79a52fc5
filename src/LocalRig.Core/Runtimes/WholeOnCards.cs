using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Workloads;

namespace LocalRig.Runtimes;

/// <summary>What vLLM and SGLang share: they want a model whole on NVIDIA or AMD cards, and reserve memory by share.</summary>
internal static class WholeOnCards
{
    /// <summary>Why such a runtime can't run a plan, or null.</summary>
    public static string? Refusal(RuntimeRequest request, string runtime) =>
        request.ArchitectureLimit(LimitSubject.Architecture) is RuntimeLimit limit ? limit.Sentence
        : request.Plan.Rig.Devices.IsEmpty || !request.Plan.Rig.Devices.All(d => d.Backend is Backend.Cuda or Backend.Rocm)
            ? $"{runtime} wants NVIDIA or AMD cards driven by CUDA or ROCm; this plan has {Have(request.Plan)}."
        : request.Plan.Spills ? $"The plan keeps part of the model in main memory, and {runtime} wants all of it on the cards."
        : !request.IsReleasedWeights ? null
        : request.Model.WeightsRepository.Length == 0 ? $"LocalRig knows no repository of this model's released weights for {runtime}."
        : null;

    /// <summary>What of the plan neither can be told.</summary>
    public static IEnumerable<string> Of(RuntimeRequest request, string runtime)
    {
        Workload workload = request.Plan.Question.Workload;
        yield return $"The bytes of this plan are llama.cpp's: {runtime} takes a share of each card's memory whatever the model needs, and fills the rest with cache.";
        if (workload.CacheTypeK != new Workload().CacheTypeK || workload.CacheTypeV != new Workload().CacheTypeV)
        {
            yield return $"{runtime} has no {PlacementNotes.CacheTypes(workload)} cache; fp8 is its nearest (--kv-cache-dtype fp8), with other rounding and bytes.";
        }
    }

    private static string Have(MemoryPlan plan) =>
        plan.Rig.Devices.IsEmpty ? "the processor alone" : string.Join(" and ", plan.Rig.Devices.Select(d => d.Backend.ToString()).Distinct());
}
