using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Workloads;

namespace LocalRig.Advice.Comparing;

/// <summary>Names two configurations by what they differ in.</summary>
internal static class ComparisonNames
{
    public static (string A, string B) Of(MemoryPlan a, MemoryPlan b)
    {
        (string a, string b)[] parts = [(a.Model.Id, b.Model.Id), (a.Model.QuantName, b.Model.QuantName), .. Asked(a, b)];
        (string a, string b)[] different = [.. parts.Where(p => p.a != p.b)];
        (string rigA, string rigB) = a.Rig.Name == b.Rig.Name ? ("", "") : (a.Rig.Name, b.Rig.Name);
        string nameA = Name(different.Select(d => d.a), rigA);
        string nameB = Name(different.Select(d => d.b), rigB);
        return nameA == nameB ? ("the first", "the second") : (nameA, nameB);
    }

    private static string Name(IEnumerable<string> parts, string rig)
    {
        string what = string.Join(" ", parts.Where(p => p.Length > 0));
        return what.Length == 0 ? rig : rig.Length == 0 ? what : $"{what} on {rig}";
    }

    private static IEnumerable<(string, string)> Asked(MemoryPlan a, MemoryPlan b)
    {
        Workload x = a.Question.Workload;
        Workload y = b.Question.Workload;
        yield return ($"-c {x.Context}", $"-c {y.Context}");
        yield return ($"-np {x.Parallel}", $"-np {y.Parallel}");
        yield return ($"-ub {x.Microbatch}", $"-ub {y.Microbatch}");
        yield return (Cache(x), Cache(y));
        yield return ($"-fa {OnOff(a)}", $"-fa {OnOff(b)}");
        yield return (Layers(a), Layers(b));
    }

    private static string Cache(Workload workload) => $"KV {workload.CacheTypeK.Name()}/{workload.CacheTypeV.Name()}";

    private static string OnOff(MemoryPlan plan) => plan.Effective.FlashAttention ? "on" : "off";

    private static string Layers(MemoryPlan plan) =>
        plan.Question.Placement.GpuLayers.IsAuto ? "-ngl auto" : $"-ngl {plan.Question.Placement.GpuLayers}{(plan.Placement.CpuMoeLayers > 0 ? $" -ncmoe {plan.Placement.CpuMoeLayers}" : "")}";
}
