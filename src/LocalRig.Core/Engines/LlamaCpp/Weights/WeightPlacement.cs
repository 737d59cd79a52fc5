using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Engines.LlamaCpp.Backends;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Rigs;
using LocalRig.Workloads;

namespace LocalRig.Engines.LlamaCpp.Weights;

/// <summary>Where llama.cpp puts every weight (llama-model.cpp, load_tensors and make_cpu_buft_list; llama-model-loader.cpp, create_tensor).</summary>
public sealed class WeightPlacement
{
    private readonly Placement _placement;
    private readonly Rig _rig;
    private readonly BackendSet _backends;
    private readonly LayerDevices _layers;
    private readonly List<(ComputeBackend Backend, BufferType Buffer)> _hostChoices;
    private readonly List<PlacedWeight> _placed;
    private readonly Dictionary<Choice, BufferType> _chosen = [];

    private WeightPlacement(Placement placement, Rig rig, BackendSet backends, LayerDevices layers, int weights)
    {
        _placed = new List<PlacedWeight>(weights);
        _placement = placement;
        _rig = rig;
        _backends = backends;
        _layers = layers;
        _hostChoices = HostChoices(placement, backends);
    }

    /// <summary>Places all weights of a model.</summary>
    /// <param name="model">The model; its architecture must be known.</param>
    /// <param name="placement">What was asked.</param>
    /// <param name="rig">The machine.</param>
    /// <param name="workload">Tells whether multi-token-prediction layers are loaded.</param>
    /// <param name="backends">The backends in use.</param>
    public static WeightBuffers Place(Model model, Placement placement, Rig rig, Workload workload, BackendSet backends)
    {
        Architecture architecture = model.Architecture ?? throw new EngineException($"The architecture '{model.Metadata.Architecture}' is unknown, so its layers cannot be placed.");
        int main = architecture.Layers.Length;
        LayerDevices layers = LayerDevices.Spread(main + architecture.MtpLayers.Length, placement, rig, backends);
        WeightPlacement place = new(placement, rig, backends, layers, model.Tensors.Tensors.Length);
        bool tied = WeightTable.Of(model.Tensors).Find(-1, WeightRole.Output) is null && !HasNoOutput(architecture);
        ReadOnlySpan<WeightUse> uses = WeightUse.Of(model.Tensors);
        for (int i = 0; i < uses.Length; i++)
        {
            (TensorInfo weight, WeightUse use) = (model.Tensors.Tensors[i], uses[i]);
            if (use.Layer < main || workload.Mtp)
            {
                place.Add(weight, use, main);
            }

            if (tied && weight.Name == "token_embd.weight")
            {
                BufferType output = place.Choose(weight, WeightUse.AsOutput, layers.OfOutput);
                if (LoadsOutputFirst(architecture))
                {
                    place._placed.Add(new PlacedWeight(weight, output));
                }
                else
                {
                    place.AddOnce(weight, output);
                }
            }
        }

        return new WeightBuffers(backends, layers, place._placed);
    }

    /// <summary>Gemma 3n and 4 ask for their tied output matrix before their embedding, so llama.cpp loads two copies even into one memory
    /// (models/gemma3n.cpp and gemma4.cpp, load_arch_tensors; seen in the real engine's weight bytes).</summary>
    private static bool LoadsOutputFirst(Architecture architecture) => architecture.Name is "gemma3n" or "gemma4";

    private static bool HasNoOutput(Architecture architecture) =>
        Architectures.BlockTraitsTable.Find(architecture.Name) is { } traits && traits.Weights.HasFlag(Architectures.BlockWeights.NoOutput);

    private void Add(TensorInfo weight, WeightUse use, int mainLayers)
    {
        switch (use.Place)
        {
            case WeightPlace.Input:
                AddOnce(weight, Choose(weight, use, _backends.All.Length - 1));
                break;
            case WeightPlace.Output:
                AddOnce(weight, Choose(weight, use, _layers.OfOutput));
                break;
            case WeightPlace.Layer:
                AddOnce(weight, Choose(weight, use, _layers.OfLayer(use.Layer)));
                break;
            default:
                foreach (int backend in Enumerable.Range(0, mainLayers).Select(_layers.OfLayer).Distinct())
                {
                    AddOnce(weight, Choose(weight, use, backend));
                }

                break;
        }
    }

    /// <summary>A weight read twice from the same memory is stored there once.</summary>
    private void AddOnce(TensorInfo weight, BufferType buffer)
    {
        for (int i = _placed.Count - 1; i >= 0; i--)
        {
            if (ReferenceEquals(_placed[i].Weight, weight))
            {
                if (ReferenceEquals(_placed[i].Buffer, buffer))
                {
                    return;
                }
            }
            else
            {
                break;
            }
        }

        _placed.Add(new PlacedWeight(weight, buffer));
    }

    /// <summary>Layers repeat, so most weights are decided by an earlier one of the same shape, type and use.</summary>
    private BufferType Choose(TensorInfo weight, WeightUse use, int backend)
    {
        int? sent = _placement.Overrides.MemoryOf(weight.Name) is { } memory ? TensorOverrides.PlaceOf(memory, _rig) : null;
        if (sent is int place && place < _rig.Devices.Length)
        {
            int used = _backends.RigIndex.IndexOf(place);
            return used >= 0 ? _backends.Devices[used].Memory : throw new EngineException($"-ot sends '{weight.Name}' to a device that isn't used (-sm none).");
        }

        bool onDevice = backend < _backends.Devices.Length && sent is null && !StaysOnHost(use);
        Choice key = new(weight.Shape, weight.Type, use.Operation, onDevice ? backend : -1);
        if (!_chosen.TryGetValue(key, out BufferType? buffer))
        {
            buffer = Ask(weight, use, backend, onDevice);
            _chosen.Add(key, buffer);
        }

        return buffer;
    }

    private BufferType Ask(TensorInfo weight, WeightUse use, int backend, bool onDevice)
    {
        WeightProbe probe = new(weight, use.Operation);
        if (onDevice && probe.Works(_backends.All[backend], _backends.All[backend].Memory))
        {
            return _backends.All[backend].Memory;
        }

        foreach ((ComputeBackend user, BufferType buffer) in _hostChoices)
        {
            if (probe.Works(user, buffer))
            {
                return buffer;
            }
        }

        throw new EngineException($"llama.cpp has no memory it could use the tensor '{weight.Name}' from.");
    }

    /// <summary>Experts of the first layers asked to stay (common.h, LLM_FFN_EXPS_REGEX and llm_ffn_block_regex).</summary>
    private bool StaysOnHost(WeightUse use) => use.Experts && use.Layer >= 0 && use.Layer < _placement.CpuMoeLayers;

    /// <summary>Host memories in order of preference: pinned for the first device that has it, repacked, plain.</summary>
    private static List<(ComputeBackend, BufferType)> HostChoices(Placement placement, BackendSet backends)
    {
        List<(ComputeBackend, BufferType)> choices = [];
        ComputeBackend? pinning = backends.Devices.FirstOrDefault(d => d.HostMemory is not null);
        if (!placement.NoHost && pinning is not null)
        {
            choices.Add((pinning, pinning.HostMemory!));
        }

        if (placement.Repack)
        {
            choices.Add((backends.Cpu, backends.Cpu.Repacked));
        }

        choices.Add((backends.Cpu, backends.Cpu.Memory));
        return choices;
    }

    /// <summary>What decides a weight's memory: what a backend is asked, and which backend is asked first (-1: only the processor's).</summary>
    private readonly record struct Choice(TensorShape Shape, TensorType Type, Operation Operation, int Backend);
}
