using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Units;

namespace LocalRig.Advice.Levers;

/// <summary>Changes to which memory weights and caches are in.</summary>
internal static class PlacementLevers
{
    public static IEnumerable<Lever> Of(Configuration now, MemoryPlan plan)
    {
        if (plan.Rig.Devices.IsEmpty)
        {
            return [];
        }

        return
        [
            .. Chosen(plan), .. AllOnDevices(plan), .. FillMargin(now, plan), .. OneLayerFewer(plan), .. Experts(plan), .. CacheOnHost(plan),
        ];
    }

    private static IEnumerable<Lever> Chosen(MemoryPlan plan)
    {
        PlacementRequest wish = plan.Question.Placement;
        bool given = !wish.GpuLayers.IsAuto || wish.CpuMoeLayers is { IsAuto: false };
        return given
            ? [Place("auto", "let LocalRig choose the layers", "-ngl auto", p => p with { GpuLayers = LayerChoice.Auto, CpuMoeLayers = null }) with { MovesToHost = true }]
            : [];
    }

    private static IEnumerable<Lever> AllOnDevices(MemoryPlan plan) =>
        plan.Spills ? [Place("all-on-devices", "every layer on the devices", "-ngl all", p => p with { GpuLayers = LayerChoice.All, CpuMoeLayers = null })] : [];

    /// <summary>As many layers as fit when the margin is used up; none where one more is too much or all fit, which is a lever of its own.</summary>
    private static IEnumerable<Lever> FillMargin(Configuration now, MemoryPlan plan)
    {
        if (!plan.Spills || !plan.Verdict.Runs())
        {
            return [];
        }

        bool experts = plan.ExpertsOnHost;
        Lever Step(int more)
        {
            int layers = plan.Placement.GpuLayers + (experts ? 0 : more);
            int cpuMoe = plan.Placement.CpuMoeLayers - (experts ? more : 0);
            return experts
                ? Place("fewer-experts-on-host", $"experts of {cpuMoe} layers on the host, not {plan.Placement.CpuMoeLayers}", $"-ngl {layers} -ncmoe {cpuMoe}", p => Fixed(p, layers, cpuMoe))
                : Place("more-layers", $"{layers} {Layers(layers)} on the devices, not {plan.Placement.GpuLayers}", $"-ngl {layers}", p => Fixed(p, layers, cpuMoe));
        }

        int most = experts ? plan.Placement.CpuMoeLayers : plan.OffloadableLayers - plan.Placement.GpuLayers;
        int steps = 0;
        while (steps < most && Step(steps + 1).Apply(now).Sketch().Devices.All(d => d.Headroom >= ByteSize.Zero))
        {
            steps++;
        }

        return steps > 0 && steps < most ? [Step(steps)] : [];
    }

    private static IEnumerable<Lever> OneLayerFewer(MemoryPlan plan)
    {
        int layers = plan.Placement.GpuLayers - 1;
        int experts = plan.Placement.CpuMoeLayers;
        string options = $"-ngl {layers}{(experts > 0 ? $" -ncmoe {experts}" : "")}";
        return layers >= 0 ? [Place("one-layer-fewer", $"{layers} {Layers(layers)} on the devices, not {layers + 1}", options, p => Fixed(p, layers, experts)) with { MovesToHost = true }] : [];
    }

    private static IEnumerable<Lever> Experts(MemoryPlan plan)
    {
        int blocks = plan.OffloadableLayers - 1;
        bool has = ExpertTensors.AnyIn(plan.Model);
        return has && plan.Placement.GpuLayers > 0 && plan.Placement.CpuMoeLayers < blocks
            ? [Place("experts-on-host", "all experts on the host", "-ngl all -cmoe", p => p with { GpuLayers = LayerChoice.All, CpuMoeLayers = LayerChoice.All }) with { MovesToHost = true }]
            : [];
    }

    private static IEnumerable<Lever> CacheOnHost(MemoryPlan plan) =>
        plan.Placement.KvOffload && plan.Devices.Take(plan.Rig.Devices.Length).Any(d => d.Parts.KvCache > ByteSize.Zero)
            ? [Place("kv-on-host", "KV cache in main memory", "-nkvo", p => p with { Fixed = p.Fixed with { KvOffload = false } }) with { MovesToHost = true }]
            : [];

    private static string Layers(int count) => count == 1 ? "layer" : "layers";

    private static PlacementRequest Fixed(PlacementRequest wish, int layers, int cpuMoe) =>
        wish with { GpuLayers = LayerChoice.Of(layers), CpuMoeLayers = LayerChoice.Of(cpuMoe) };

    private static Lever Place(string id, string change, string options, Func<PlacementRequest, PlacementRequest> wish) =>
        new() { Id = id, Kind = LeverKind.Placement, Change = change, Options = options, Apply = c => c.WithPlacement(wish) };
}
