using System.Collections.Concurrent;
using System.Collections.Immutable;
using LocalRig.Engines;
using LocalRig.Models;
using LocalRig.Planning.Graphless;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Planning;

/// <summary>Tries placements and contexts of one model on one rig: the step that choosing and searching repeat.</summary>
/// <param name="engine">Whose rules apply.</param>
/// <param name="model">The model.</param>
/// <param name="rig">The machine.</param>
/// <param name="draft">A smaller model that drafts beside it, or null.</param>
/// <param name="vision">A vision projector beside it, or null.</param>
internal sealed class Trial(IEngine engine, Model model, Rig rig, Model? draft = null, VisionLoad? vision = null)
{
    // A plan tries few distinct questions, some of them twice: choosing ends with the one that is then planned.
    private readonly ConcurrentDictionary<(Workload, Placement), TrialResult> _tried = [];

    private readonly Model? _lookAlike = LookAlikeBounds.Of(model);

    /// <summary>The machine.</summary>
    public Rig Rig => rig;

    /// <summary>Whether nothing is loaded beside the model.</summary>
    public bool IsPlain => draft is null && vision is null;

    /// <summary>Whether it is of that model, or one of the same shape and weights, on that rig.</summary>
    public bool IsOf(Model asked, Rig on, Model? drafting, VisionLoad? seeing) =>
        ReferenceEquals(drafting, draft) && seeing == vision && ReferenceEquals(asked.Architecture, model.Architecture) && ReferenceEquals(asked.Tensors, model.Tensors) && ReferenceEquals(asked.Metadata, model.Metadata)
        && ReferenceEquals(on, rig);

    /// <summary>What the engine would allocate, as one entry per memory.</summary>
    /// <exception cref="EngineException">The engine refuses.</exception>
    public TrialResult Run(Workload workload, Placement placement)
    {
        if (!_tried.TryGetValue((workload, placement), out TrialResult? result))
        {
            result = Ask(workload, placement);
            _tried.TryAdd((workload, placement), result);
        }

        return result;
    }

    /// <summary>The same as it is loaded: where devices lack the memory to run pipelined, llama.cpp tries once more without (llama-context.cpp, sched_reserve: "retrying without pipeline
    /// parallelism"). That is the model's own context; what is loaded beside it comes later and may fail when the first try did not, so then nothing is given up.</summary>
    /// <exception cref="EngineException">The engine refuses.</exception>
    public TrialResult Load(Workload workload, Placement placement)
    {
        TrialResult first = Run(workload, placement);
        if (!first.Allocation.Effective.PipelineParallel || first.DeviceHeadroom >= ByteSize.Zero || !IsPlain || workload.Draft() is not null)
        {
            return first;
        }

        TrialResult second = Run(workload, placement with { MayPipeline = false });
        return second.Headroom >= ByteSize.Zero ? second with { GaveUpPipelining = true } : first;
    }

    private TrialResult Ask(Workload workload, Placement placement)
    {
        if (model.Architecture is null && draft is not null)
        {
            throw new EngineException($"LocalRig has no graph of {model.Id}, so what a smaller model takes beside it (-md) can't be bounded; leave -md out.");
        }

        if (model.Architecture is null)
        {
            BoundedAllocation bounds = LookAlikeBounds.Narrowed(
                UnknownArchitectureBounds.Allocate(model, workload, placement, rig), _lookAlike, engine, workload, placement, rig);
            (EngineAllocation high, EngineAllocation low) = (Seeing(bounds.High), Seeing(bounds.Low));
            return new TrialResult(high, Devices(high), Sum(low)) { AtLeast = Devices(low), Missing = bounds.Missing };
        }

        EngineAllocation allocation = Seeing(Beside(engine.Allocate(model, workload, placement, rig), workload, placement, engine.Allocate));
        ImmutableArray<DevicePlan> devices = Devices(allocation);
        return new TrialResult(allocation, devices, Sum(allocation));
    }

    /// <summary>What is left above a margin where least is left. Below zero it may be too much: weights and caches that don't fit by
    /// themselves need no compute graph. A margin is one for the first try; without any, what a second try loads counts, too.</summary>
    /// <param name="workload">What is asked.</param>
    /// <param name="placement">Where everything goes.</param>
    /// <param name="margin">Memory to leave free.</param>
    /// <param name="devicesOnly">Whether the host is left aside where there are devices.</param>
    /// <exception cref="EngineException">The engine refuses.</exception>
    public long Room(Workload workload, Placement placement, ByteSize margin, bool devicesOnly = false)
    {
        bool known = model.Architecture is null || _tried.ContainsKey((workload, placement));
        if (!known && Stored(workload, placement) is { } stored)
        {
            long atMost = Headroom(stored, devicesOnly) - margin.Bytes;
            if (atMost < 0)
            {
                return atMost;
            }
        }

        return Headroom(margin.Bytes > 0 ? Run(workload, placement) : Load(workload, placement), devicesOnly) - margin.Bytes;
    }

    /// <summary>The same without compute buffers, so never less than there is; null where the engine doesn't tell them apart.</summary>
    /// <param name="workload">What is asked.</param>
    /// <param name="placement">Where everything goes.</param>
    /// <param name="margin">Memory to leave free.</param>
    /// <param name="devicesOnly">Whether the host is left aside where there are devices.</param>
    /// <exception cref="EngineException">The engine refuses.</exception>
    public long? RoomStored(Workload workload, Placement placement, ByteSize margin, bool devicesOnly = false) =>
        model.Architecture is not null && Stored(workload, placement) is { } stored ? Headroom(stored, devicesOnly) - margin.Bytes : null;

    /// <summary>The same with compute buffers that somebody guessed: no graph is walked.</summary>
    /// <param name="workload">What is asked.</param>
    /// <param name="placement">Where everything goes.</param>
    /// <param name="margin">Memory to leave free.</param>
    /// <param name="compute">The guess for a device, by its place; the host is last.</param>
    /// <param name="devicesOnly">Whether the host is left aside where there are devices.</param>
    /// <exception cref="EngineException">The engine refuses.</exception>
    public long RoomGuessed(Workload workload, Placement placement, ByteSize margin, Func<int, ByteSize> compute, bool devicesOnly = false)
    {
        if (model.Architecture is null || StoredBytes(workload, placement) is not { } stored)
        {
            return Room(workload, placement, margin, devicesOnly);
        }

        EngineAllocation guess = stored with { Devices = [.. stored.Devices.Select((d, i) => d with { Compute = compute(i) })] };
        return Headroom(new TrialResult(guess, Devices(guess), ByteSize.Zero), devicesOnly) - margin.Bytes;
    }

    /// <summary>What was tried already; null where it wasn't.</summary>
    public TrialResult? Known(Workload workload, Placement placement) => _tried.GetValueOrDefault((workload, placement));

    /// <summary>Weights and caches on all devices together, in bytes; null where the engine doesn't tell them apart.</summary>
    public long? StoredOnDevices(Workload workload, Placement placement) =>
        model.Architecture is null ? UnknownArchitectureBounds.Allocate(model, workload, placement, rig).High.Devices[..^1].Sum(d => (d.Weights + d.KvCache + d.RecurrentState).Bytes)
        : StoredBytes(workload, placement) is { } stored ? stored.Devices[..^1].Sum(d => d.Total.Bytes)
        : null;

    private TrialResult? Stored(Workload workload, Placement placement) =>
        StoredBytes(workload, placement) is { } stored ? new TrialResult(stored, Devices(stored), ByteSize.Zero) : null;

    private EngineAllocation? StoredBytes(Workload workload, Placement placement) =>
        engine.AllocateStored(model, workload, placement, rig) is { } stored
            ? Seeing(Beside(stored, workload, placement, (m, w, p, r) => engine.AllocateStored(m, w, p, r)!), withScratch: false)
            : null;

    private EngineAllocation Seeing(EngineAllocation allocation, bool withScratch = true) => vision?.Beside(allocation, withScratch) ?? allocation;

    /// <summary>An allocation and the draft's beside it: the head's context shares the model's weights, a smaller model has its own.</summary>
    private EngineAllocation Beside(EngineAllocation main, Workload workload, Placement placement, Func<Model, Workload, Placement, Rig, EngineAllocation> allocate)
    {
        if (workload.Draft() is not { } asked || (workload.Speculation == Speculation.DraftSimple && draft is null))
        {
            return main;
        }

        bool own = workload.Speculation == Speculation.DraftSimple;
        EngineAllocation beside = own ? allocate(draft!, asked, DraftPlacement(placement), rig) : allocate(model, asked, placement, rig);
        return main with
        {
            Devices =
            [
                .. main.Devices.Zip(beside.Devices, (m, d) => m with
                {
                    Weights = own ? m.Weights + d.Weights : m.Weights,
                    KvCache = m.KvCache + d.KvCache,
                    RecurrentState = m.RecurrentState + d.RecurrentState,
                    Compute = m.Compute + d.Compute,
                    Output = m.Output + d.Output,
                }),
            ],
        };
    }

    /// <summary>Where a smaller model goes: all of it on the devices the large one has (-ngld all); how they share is the same.</summary>
    private Placement DraftPlacement(Placement placement) =>
        placement with { GpuLayers = rig.Devices.IsEmpty ? 0 : LayerCount.Offloadable(draft!), CpuMoeLayers = 0, Overrides = TensorOverrides.None };

    private static long Headroom(TrialResult result, bool devicesOnly) => (devicesOnly ? result.DeviceHeadroom : result.Headroom).Bytes;

    private static ByteSize Sum(EngineAllocation allocation) => new(allocation.Devices.Sum(d => d.Total.Bytes));

    private ImmutableArray<DevicePlan> Devices(EngineAllocation allocation)
    {
        ImmutableArray<DevicePlan>.Builder plans = ImmutableArray.CreateBuilder<DevicePlan>(allocation.Devices.Length);
        ByteSize shared = ByteSize.Zero;
        for (int i = 0; i < rig.Devices.Length; i++)
        {
            Device device = rig.Devices[i];
            DevicePlan plan = new(
                device.Name, device.Backend, allocation.Devices[i], RuntimeMemory.Of(device),
                device.Memory, device.Usable ?? device.Memory, ByteSize.Zero);
            plans.Add(plan);
            shared += device.SharesHostMemory ? plan.Total : ByteSize.Zero;
        }

        Host host = rig.Host;
        plans.Add(new DevicePlan(
            "host", Backend.Cpu, allocation.Devices[^1], RuntimeMemory.OfHost, host.Memory, host.Usable ?? host.Memory, shared));
        return plans.ToImmutable();
    }
}

/// <summary>One placement tried.</summary>
/// <param name="Allocation">What the engine allocates; the upper bound where it isn't exact.</param>
/// <param name="Devices">The same with capacities.</param>
/// <param name="Low">The least the engine's allocations together can be.</param>
internal sealed record TrialResult(EngineAllocation Allocation, ImmutableArray<DevicePlan> Devices, ByteSize Low)
{
    /// <summary>The least per memory, where bounds are all there is.</summary>
    public ImmutableArray<DevicePlan>? AtLeast { get; init; }

    /// <summary>What couldn't be bounded, as a sentence; empty where everything could.</summary>
    public string Missing { get; init; } = "";

    /// <summary>Whether it is the second try, without pipelining, after devices lacked the memory for the first.</summary>
    public bool GaveUpPipelining { get; init; }

    /// <summary>The smallest headroom of any memory.</summary>
    public ByteSize Headroom => Devices.Min(d => d.Headroom);

    /// <summary>The smallest headroom of the devices, the host aside.</summary>
    public ByteSize DeviceHeadroom => Devices.Length > 1 ? Devices[..^1].Min(d => d.Headroom) : Devices[^1].Headroom;
}
