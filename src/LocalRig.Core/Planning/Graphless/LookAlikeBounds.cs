using LocalRig.Architectures;
using LocalRig.Engines;
using LocalRig.Models;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Planning.Graphless;

/// <summary>Narrower scratch for a model of an architecture nobody listed whose tensors are those of a llama-like block: what the graph of a
/// llama of its shape needs, twice over. The plan stays a bound.</summary>
internal static class LookAlikeBounds
{
    /// <summary>The families of such blocks that were compared with llama.cpp 0.7.0, each planned as if nobody had listed it, need at most 1.62 times
    /// the scratch of their look-alike (windows' second mask, scores capped in steps, experts that weigh their inputs): LookAlikeTests.</summary>
    private const int Most = 2;

    /// <summary>The model with the shape of a llama; null where header or tensors show another kind of block.</summary>
    public static Model? Of(Model model) =>
        model.Architecture is null && LookAlike.Of(model.Metadata, model.Tensors) is { } guess ? model with { Architecture = guess } : null;

    /// <summary>Bounds with scratch that is no more than twice the look-alike's.</summary>
    public static BoundedAllocation Narrowed(BoundedAllocation bounds, Model? lookAlike, IEngine engine, Workload workload, Placement placement, Rig rig)
    {
        if (lookAlike is null)
        {
            return bounds;
        }

        try
        {
            workload = HeaderDimensions.MayLackFlashAttention(lookAlike.Metadata) ? workload with { FlashAttention = FlashAttention.Off } : workload;
            EngineAllocation alike = engine.Allocate(lookAlike, workload, placement, rig);
            return bounds with { High = bounds.High with { Devices = [.. bounds.High.Devices.Zip(alike.Devices, Narrowed)] } };
        }
        catch (EngineException)
        {
            return bounds; // a llama of this shape could not be run as asked, which says nothing about the model
        }
    }

    private static DeviceAllocation Narrowed(DeviceAllocation most, DeviceAllocation alike) =>
        most with { Compute = new ByteSize(Math.Min(most.Compute.Bytes, Most * alike.Compute.Bytes)) };
}
