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
    // One more layer, or one more layer's experts, on the devices leaves compute buffers as they are or larger: a test holds choices against trying every step.
    private const double ScratchKept = 0.9;

    // Compute buffers of six dense models were 15 to 26 times a physical batch's hidden states (our own plans, 2026-12-01): it only decides which graph is walked first.
    private const long UsualHiddenStates = 16;

    // How far beyond a step that fails another is looked for, for each device: the same test.
    private const int StepsFurther = 2;

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
            int kept = Most(_blocks, roomForAll, n => Chosen(_layers, _blocks - n), workload, layer);
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

        int last = Most(_layers, Room(_layers, cpuMoe), layers => Chosen(layers, cpuMoe), workload, UsualHiddenStates * workload.Microbatch * (model.Architecture?.EmbeddingLength ?? 0) * sizeof(float));
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
    private int Most(int all, long roomForAll, Func<int, Placement> placed, Workload workload, long scratch)
    {
        bool alone = rig.Devices.Length == 1;
        long Room(long n) => trial.Room(workload, placed((int)n), margin, devicesOnly: true);
        StoredFirstSearch search = new(Room, n => trial.RoomStored(workload, placed((int)n), margin, devicesOnly: true), alone ? ScratchKept : 0);
        int most = (int)search.Boundary(new LineSearch.Point(all, roomForAll), scratch).Fits.Steps;
        return alone ? most : Further(most, all, placed, workload);
    }

    /// <summary>Devices that share layers fill in turn, so a few steps after one that fails another may fit.</summary>
    private int Further(int most, int all, Func<int, Placement> placed, Workload workload)
    {
        if (most == 0 || trial.Known(workload, placed(most)) is not { } fits)
        {
            return most;
        }

        for (int n = Math.Min(all - 1, most + StepsFurther * rig.Devices.Length); n > most; n--)
        {
            if (trial.RoomGuessed(workload, placed(n), margin, d => new ByteSize((long)(fits.Devices[d].Parts.Compute.Bytes * ScratchKept)), devicesOnly: true) >= 0 && trial.Room(workload, placed(n), margin, devicesOnly: true) >= 0)
            {
                return n;
            }
        }

        return most;
    }
}
