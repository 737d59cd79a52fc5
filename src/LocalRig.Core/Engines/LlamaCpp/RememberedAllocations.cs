using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Workloads;

namespace LocalRig.Engines.LlamaCpp;

/// <summary>llama.cpp's allocations, each worked out once: bytes don't depend on how much memory devices have, only on their kinds, their
/// number and how they share the layers, so hundreds of machines come down to a few dozen.</summary>
internal sealed class RememberedAllocations(LlamaCppEngine engine) : IEngine
{
    private readonly ConcurrentDictionary<Asked, EngineAllocation> _known = [];

    /// <inheritdoc/>
    public string Name => engine.Name;

    /// <inheritdoc/>
    public int Build => engine.Build;

    /// <inheritdoc/>
    public EngineAllocation Allocate(Model model, Workload workload, Placement placement, Rig rig) =>
        Recall(model, workload, placement, rig, withCompute: true);

    /// <inheritdoc/>
    public EngineAllocation? AllocateStored(Model model, Workload workload, Placement placement, Rig rig) =>
        Recall(model, workload, placement, rig, withCompute: false);

    /// <inheritdoc/>
    public FittedParameters? Fit(FitQuestion question) => engine.Fit(question);

    private EngineAllocation Recall(Model model, Workload workload, Placement placement, Rig rig, bool withCompute) =>
        _known.GetOrAdd(
            new Asked(model.Tensors, workload, placement, Shape(rig), withCompute),
            (_, asked) => asked.withCompute
                ? engine.Allocate(asked.model, asked.workload, asked.placement, asked.rig)
                : engine.AllocateStored(asked.model, asked.workload, asked.placement, asked.rig)!,
            (model, workload, placement, rig, withCompute));

    /// <summary>What the allocation depends on of a rig: kind and name of each device, and its share of the layers by memory.</summary>
    private static string Shape(Rig rig)
    {
        double all = rig.Devices.Sum(d => (double)(d.Usable ?? d.Memory).Bytes);
        StringBuilder shape = new();
        foreach (Device device in rig.Devices)
        {
            shape.Append(CultureInfo.InvariantCulture, $"{device.Name} {device.Backend} {device.ComputeCapability} {(device.Usable ?? device.Memory).Bytes / all:R};");
        }

        return shape.ToString();
    }

    /// <summary>A question; models of the same tensors share one.</summary>
    private readonly record struct Asked(TensorLayout Tensors, Workload Workload, Placement Placement, string Rig, bool WithCompute);
}
