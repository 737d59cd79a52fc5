using System.Collections.Frozen;
using System.Collections.Immutable;
using LocalRig.Architectures;
using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Engines.LlamaCpp.Backends;
using LocalRig.Engines.LlamaCpp.Caches;
using LocalRig.Engines.LlamaCpp.Context;
using LocalRig.Engines.LlamaCpp.Fit;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Engines.LlamaCpp.Graphs;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Engines.LlamaCpp;

/// <summary>llama.cpp: what it allocates, by its own rules.</summary>
public sealed class LlamaCppEngine : IEngine
{
    private readonly bool _folds;

    private readonly bool _atLoad;

    private readonly LlamaCppProfile _profile;

    private readonly PlacedModels _placed = new();

    /// <summary>The default version.</summary>
    public LlamaCppEngine()
        : this(LlamaCppProfile.All[0])
    {
    }

    /// <summary>A version.</summary>
    public LlamaCppEngine(LlamaCppProfile profile)
        : this(profile, folds: true)
    {
    }

    /// <summary>A version, for tests also without leaving out alike layers, and with what is allocated at load where graphs grow later.</summary>
    internal LlamaCppEngine(LlamaCppProfile profile, bool folds, bool atLoad = false) => (_profile, _folds, _atLoad) = (profile, folds, atLoad);

    /// <summary>The version.</summary>
    public LlamaCppProfile Profile => _profile;

    /// <inheritdoc/>
    public string Name => _profile.Name;

    /// <inheritdoc/>
    public int Build => _profile.Build;

    /// <inheritdoc/>
    public EngineAllocation Allocate(Model model, Workload workload, Placement placement, Rig rig) =>
        Allocate(model, workload, placement, rig, withCompute: true);

    /// <inheritdoc/>
    public EngineAllocation? AllocateStored(Model model, Workload workload, Placement placement, Rig rig) =>
        Allocate(model, workload, placement, rig, withCompute: false);

    /// <inheritdoc/>
    public FittedParameters? Fit(FitQuestion question) => _profile == LlamaCppProfile.V070 ? ParameterFit.Of(question) : null;

    /// <inheritdoc/>
    public IEngine Remembering() => new RememberedAllocations(this);

    private EngineAllocation Allocate(Model model, Workload workload, Placement placement, Rig rig, bool withCompute)
    {
        workload = ContextRules.Forced(model.Architecture, workload);
        CheckSplit(placement, rig);
        PlacedModel placed = Place(model, placement, rig, workload);
        WeightBuffers weights = placed.Weights;
        BackendSet backends = weights.Backends;
        CacheBuffers caches = new(backends, weights.Layers, placement.KvOffload);
        ContextPlan context = new(_profile, model, workload, placement, weights, caches) { AtLoad = _atLoad };
        List<CacheTensor> cached = CacheTensors.List(context.Architecture, context.Effective, workload);
        HostOrDevice places = new(backends, rig.Devices.Length);
        var kv = caches.Sizes(cached, static k => k != CacheKind.Recurrent);
        var state = caches.Sizes(cached, static k => k == CacheKind.Recurrent);
        var scratch = withCompute ? Scratch(context.ComputeBuffers(placed.Folding), backends) : [];
        ByteSize output = OutputBuffer.Size(context.Architecture, workload, OutputMemory(weights));
        ImmutableArray<DeviceAllocation>.Builder devices = ImmutableArray.CreateBuilder<DeviceAllocation>();
        for (int i = 0; i <= rig.Devices.Length; i++)
        {
            bool host = i == rig.Devices.Length;
            devices.Add(
                new DeviceAllocation(
                    host ? "host" : rig.Devices[i].Name,
                    host || rig.Devices[i].Backend != Backend.Metal || !placement.Mmap ? places.Sum(weights.Sizes(), i) : MappedWeights.Of(model, weights, i, places.Sum(weights.Sizes(), i)),
                    places.Sum(kv, i),
                    places.Sum(state, i),
                    places.Sum(scratch, i),
                    host ? output : ByteSize.Zero
                )
            );
        }

        (string bounded, double spread) = Bounds(context, rig, backends);
        return new EngineAllocation(devices.ToImmutable(), context.Effective) { BoundedBecause = bounded, ScratchSpread = spread };
    }

    /// <summary>Every device is asked for split buffers when rows are shared, however many there are and whatever lies on them (llama-model.cpp, make_gpu_buft_list).</summary>
    /// <exception cref="EngineException">A device has none.</exception>
    private void CheckSplit(Placement placement, Rig rig)
    {
        if (placement.SplitMode == SplitMode.Row && !_profile.SplitsRows && rig.Devices.FirstOrDefault(static d => d.Backend is Backend.Cuda or Backend.Rocm or Backend.Vulkan) is { } device)
        {
            throw new EngineException(
                $"llama.cpp since build {LlamaCppProfile.FirstWithoutRows} (July 2026) doesn't load with -sm row on {device.Name}: \"does not support split buffers\". Leave -sm out (layer), or name an older build: --engine llama.cpp@b{LlamaCppProfile.FirstWithoutRows - 1}.");
        }
    }

    /// <summary>Scratch of published loads on Metal was right to 0.15 % (docs/engines.md, Metal); a tenth is taken.</summary>
    private const double OfMetal = 0.1;

    // families with code of their own that were compared together with the rows of traits
    private static readonly FrozenSet<string> ComparedWithTraits = new[] { "gemma3n", "mistral4", "kimi-linear", "deepseek32", "glm-dsa", "minimax-m3", "kimi-k3", "bailingmoe3" }.ToFrozenSet();

    private const double Unknown = 1; // from none to twice as much

    /// <summary>Why compute buffers are bounds, and how far they may be off as a share: a family or devices whose rules were not compared with the real engine of this version.</summary>
    private (string Because, double Spread) Bounds(ContextPlan context, Rig rig, BackendSet backends)
    {
        Architecture architecture = context.Architecture;
        if (!_atLoad && context.Effective.FlashAttention && architecture.Layers.Any(static l => l.Attention is BlockAttention))
        {
            return ($"{architecture.Name}: compute buffers grow with the positions in use; planned is a context full of them, compared with the real engine was the empty one.", Unknown);
        }

        BlockTraits? traits = BlockTraitsTable.Find(architecture.Name);
        bool hasStateSpace = traits is { State: not (StateSpaceRule.None or StateSpaceRule.ShortConvolution) };
        if (hasStateSpace && backends.RigIndex.Take(backends.Devices.Length).Any(i => rig.Devices[i].Backend == Backend.Vulkan))
        {
            return ($"{architecture.Name}: state spaces differ from the real engine on Vulkan: of those that were compared up to 17 MiB were missing, and Falcon-H1 without flash attention had 2 GiB too much.", Unknown);
        }

        if (!_profile.ComparesTraitFamilies && (traits is not null || ComparedWithTraits.Contains(architecture.Name)))
        {
            LlamaCppProfile compared = LlamaCppProfile.All.First(static p => p.ComparesTraitFamilies);
            return ($"{architecture.Name}: compute buffers were compared with {compared.Name.Replace('@', ' ')} only.", Unknown);
        }

        int[] open = [.. Enumerable.Range(0, backends.Devices.Length).Where(i => !_profile.Compared.Contains(rig.Devices[backends.RigIndex[i]].Backend))];
        if (open.Length == 0)
        {
            return ("", Unknown);
        }

        string names = string.Join(", ", open.Select(i => backends.Devices[i].Name));
        if (!_profile.ReservesEveryRow && open.All(i => rig.Devices[backends.RigIndex[i]].Backend == Backend.Metal))
        {
            return ($"{names}: compute buffers were not compared with the real backend; published loads agree.", OfMetal);
        }

        LlamaCppProfile? other = LlamaCppProfile.All.FirstOrDefault(p => open.All(i => p.Compared.Contains(rig.Devices[backends.RigIndex[i]].Backend)));
        return (other is null
            ? $"{names}: compute buffers follow general rules that were never compared with the real backend."
            : $"{names}: compute buffers were compared with {other.Name.Replace('@', ' ')} only.", Unknown);
    }

    /// <summary>Compute buffers by memory; backends that share one memory share its buffer.</summary>
    private static Dictionary<BufferType, ByteSize> Scratch(IReadOnlyList<long> compute, BackendSet backends)
    {
        Dictionary<BufferType, ByteSize> scratch = [];
        for (int i = 0; i < compute.Count; i++)
        {
            BufferType buffer = backends.ComputeBuffers[i];
            scratch[buffer] = scratch.GetValueOrDefault(buffer) + new ByteSize(compute[i]);
        }

        return scratch;
    }

    /// <summary>Weights don't depend on the context, which is what plans in a row differ by.</summary>
    private PlacedModel Place(Model model, Placement placement, Rig rig, Workload workload) =>
        _placed.Get(new PlacedModels.Asked(model, placement, rig, workload.Mtp), () =>
        {
            WeightBuffers weights = WeightPlacement.Place(model, placement, rig, workload, BackendSet.For(rig, placement, _profile));
            return new PlacedModel(weights, () => _folds && model.Architecture is { } known && !GraphFamilies.CountsLayers(known.Name) ? LayerFolding.Of(LayerKinds.Of(model, weights)) : LayerFolding.None);
        });

    private static BufferType OutputMemory(WeightBuffers weights)
    {
        BackendSet backends = weights.Backends;
        return backends.All[weights.Layers.OfOutput].HostMemory ?? backends.Cpu.Memory;
    }

    /// <summary>Adds up memories per device of the rig; everything else is the host's.</summary>
    private sealed class HostOrDevice(BackendSet backends, int hostIndex)
    {
        public ByteSize Sum(IReadOnlyDictionary<BufferType, ByteSize> sizes, int rigIndex)
        {
            ByteSize sum = ByteSize.Zero;
            foreach ((BufferType buffer, ByteSize size) in sizes)
            {
                sum += RigIndexOf(buffer) == rigIndex ? size : ByteSize.Zero;
            }

            return sum;
        }

        private int RigIndexOf(BufferType buffer)
        {
            for (int i = 0; i < backends.Devices.Length; i++)
            {
                if (ReferenceEquals(backends.Devices[i].Memory, buffer))
                {
                    return backends.RigIndex[i];
                }
            }

            return hostIndex;
        }
    }
}
