using LocalRig.Engines;
using LocalRig.Models;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Planning;

/// <summary>Replaces <c>auto</c> by the placement that keeps decoding fastest: all on the devices where that fits; else experts
/// move to the host, which reads few of them per token, before any attention does; else whole layers move.</summary>
/// <param name="trial">Tries placements.</param>
/// <param name="model">The model.</param>
/// <param name="rig">The machine.</param>
/// <param name="margin">What a chosen placement leaves free on every device.</param>
internal sealed class PlacementChooser(Trial trial, Model model, Rig rig, ByteSize margin)
{
    private readonly int _layers = LayerCount.Offloadable(model);
    private readonly int _blocks = LayerCount.Blocks(model);
    private readonly ExpertSplit _split = new(trial, model, rig);

    /// <summary>The placement to plan with, and why it was chosen.</summary>
    public (Placement Placement, string Reason) Choose(PlacementRequest request, Workload workload)
    {
        bool choosesExperts = request.ChoosesExperts && ExpertTensors.AnyIn(model) && request.GpuLayers.Or(_layers) > 0;
        if (rig.Devices.IsEmpty)
        {
            return (request.Fixed with { GpuLayers = 0, CpuMoeLayers = 0 }, "no devices: the processor does it all");
        }

        RefuseUnlisted(request);
        string moot = Resolve(request, _layers, 0).CpuMoeLayers > 0 && !ExpertTensors.AnyIn(model) ? "; the model has no experts, so -ncmoe and -cmoe move nothing" : "";
        if (!request.GpuLayers.IsAuto && !choosesExperts)
        {
            return (Resolve(request, _layers, 0), $"as asked{moot}");
        }

        if (_blocks == 0 && trial.Run(workload, Resolve(request, _layers, 0)).AtLeast?.Min(d => d.Headroom) >= ByteSize.Zero)
        {
            return (Resolve(request, _layers, 0), "all of it on the devices, which hold the least it can take; its tensors aren't listed, so no part can be placed");
        }

        Placement Chosen(int gpuLayers, int cpuMoe)
        {
            Placement placement = Resolve(request, gpuLayers, cpuMoe);
            return placement with { TensorSplit = _split.Of(placement, workload, _layers) };
        }

        long Room(int gpuLayers, int cpuMoe) => trial.Room(workload, Chosen(gpuLayers, cpuMoe), margin, devicesOnly: true);
        long? Stored(int gpuLayers, int cpuMoe) => trial.RoomStored(workload, Chosen(gpuLayers, cpuMoe), margin, devicesOnly: true);
        long roomForAll = Room(_layers, 0);

        if (roomForAll >= 0)
        {
            return (Resolve(request, _layers, 0), $"everything fits on the devices with {margin} to spare{moot}");
        }

        if (choosesExperts)
        {
            // Devices compute experts that stay on the host too, a layer's copies at a time: so much is guessed for compute buffers.
            long layer = (Stored(_layers, _blocks) - Stored(_layers, 0)) / Math.Max(1, _blocks) ?? 0;
            int kept = Most(_blocks, roomForAll, n => Room(_layers, _blocks - n), n => Stored(_layers, _blocks - n), layer);
            if (kept > 0 || Room(_layers, _blocks) >= 0)
            {
                return (Chosen(_layers, _blocks - kept), $"experts of the first {_blocks - kept} layers stay on the host, where few are read per token");
            }
        }

        int cpuMoe = choosesExperts ? _blocks : 0;
        if (!request.GpuLayers.IsAuto)
        {
            return (Chosen(_layers, cpuMoe), "as asked; all experts stay on the host and it still is more than the devices hold");
        }

        int last = Most(_layers, Room(_layers, cpuMoe), layers => Room(layers, cpuMoe), layers => Stored(layers, cpuMoe));
        return (Resolve(request, last, last == 0 ? 0 : cpuMoe), $"the last {last} of {_layers} layers are what the devices hold with {margin} to spare{moot}");
    }

    /// <summary>Part of a model can only be placed where its tensors are known by name.</summary>
    private void RefuseUnlisted(PlacementRequest request)
    {
        bool someLayers = request.GpuLayers is { IsAuto: false, IsAll: false } && request.GpuLayers.Or(0) > 0;
        bool experts = request.CpuMoeLayers is { IsAuto: false } given && given.Or(0) > 0;
        bool named = !request.Fixed.Overrides.IsEmpty;
        if (_blocks == 0 && (someLayers || experts || named))
        {
            throw new EngineException(
                $"LocalRig doesn't list the tensors of {model.Id}, so {(named ? "none can be placed by name (-ot)" : experts ? "its experts can't be kept on the host (-ncmoe, -cmoe)" : "part of its layers can't be placed (-ngl)")}; "
                + "plan its GGUF file (an address will do: only the header is read), or leave the option out.");
        }
    }

    /// <summary>The placement with every <c>auto</c> replaced, in layers the model has.</summary>
    private Placement Resolve(PlacementRequest request, int gpuLayers, int cpuMoe)
    {
        Placement placement = request.Resolve(gpuLayers, cpuMoe);
        return placement with { GpuLayers = Math.Min(placement.GpuLayers, _layers), CpuMoeLayers = Math.Min(placement.CpuMoeLayers, _blocks) };
    }

    /// <summary>The most of <paramref name="all"/> that leave room on the devices, where all of them don't; none where one is too many.</summary>
    private static int Most(int all, long roomForAll, Func<int, long> room, Func<int, long?> stored, long scratch = 0) =>
        (int)new StoredFirstSearch(n => room((int)n), n => stored((int)n)).Boundary(new LineSearch.Point(all, roomForAll), scratch).Fits.Steps;
}
