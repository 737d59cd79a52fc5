using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Engines.LlamaCpp.Allocation;
using LocalRig.Engines.LlamaCpp.Backends;
using LocalRig.Engines.LlamaCpp.Scheduling;
using LocalRig.Engines.LlamaCpp.Weights;
using LocalRig.Graphs;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Core.Tests.Engines.LlamaCpp;

/// <summary>The request behind a recorded graph: model, placement, devices; and where its weights and caches are.</summary>
public sealed class RecordedJob : IBufferLookup
{
    private static readonly Dictionary<(string, string), Model> Models = [];
    private readonly Dictionary<GraphTensor, BufferType> _stored = [];

    public RecordedJob(RecordedGraph recorded, string backend)
    {
        JsonObject job = (JsonObject)recorded.Index["job"]!;
        string[] file = ((string)job["gguf"]!).Split('.');
        Model model = ModelOf(string.Join('.', file[..^2]), file[^2]);
        Placement placement = new()
        {
            GpuLayers = (int?)job["ngl"] ?? Placement.AllLayers,
            CpuMoeLayers = (int?)job["n_cpu_moe"] ?? 0,
        };
        Rig rig = new() { Name = backend, Devices = DevicesOf(backend), Host = new Host { Memory = ByteSize.FromGibibytes(256) } };
        Backends = BackendSet.For(rig, placement, LlamaCppProfile.V050);
        Weights = WeightPlacement.Place(model, placement, rig, new Workload(), Backends);
        Pipelined = (bool)recorded.Index["ctx"]!["pipeline_parallel"]!;
        foreach ((int leaf, int at) in recorded.Leafs)
        {
            GraphTensor tensor = recorded.Tensors[leaf].Tensor;
            if (tensor.IsExternal)
            {
                _stored[tensor] = StorageOf(tensor, at);
            }
        }
    }

    public BackendSet Backends { get; }

    public WeightBuffers Weights { get; }

    public bool Pipelined { get; }

    public SchedulerOptions Options =>
        new()
        {
            Backends = Backends.All,
            Buffers = Backends.ComputeBuffers,
            Stored = this,
            Pipelined = Pipelined,
        };

    public BufferType? BufferOf(GraphTensor tensor) => _stored.GetValueOrDefault(tensor);

    /// <summary>llama.cpp forgets its pinned nodes when it only plans (ggml_backend_sched_reserve_size resets the scheduler), and these graphs were planned.</summary>
    public ScheduledGraph Schedule(Graph graph) => GraphScheduler.Schedule(graph, Options, LayerPinning.None);

    /// <summary>Caches are on their layer's device; weights are where they were placed, rotary factors (one per device) as recorded.</summary>
    private BufferType StorageOf(GraphTensor tensor, int recordedBackend)
    {
        if (tensor.Weight is null)
        {
            return Backends.All[Weights.Layers.OfLayer(tensor.Layer)].Memory;
        }

        return tensor.Name == "rope_freqs.weight" && recordedBackend < Backends.Devices.Length
            ? Backends.Devices[recordedBackend].Memory
            : Weights.BufferOf(Weights.Placed.First(p => p.Weight.Name == tensor.Name).Weight, asOutput: recordedBackend < Backends.Devices.Length)!;
    }

    private static ImmutableArray<Device> DevicesOf(string backend)
    {
        Device cuda = new() { Name = "gpu", Backend = Backend.Cuda, ComputeCapability = 89, Memory = new ByteSize(25757220864) };
        return backend switch
        {
            "cuda" => [cuda],
            "cuda2" => [cuda, cuda],
            "vulkan" => [cuda with { Backend = Backend.Vulkan }],
            _ => [],
        };
    }

    private static Model ModelOf(string spec, string recipe)
    {
        JsonObject row = new() { ["spec"] = spec, ["ftype"] = recipe };
        if (!Models.TryGetValue((spec, recipe), out Model? model))
        {
            Models[(spec, recipe)] = model = new RecordedCell(row).Model;
        }

        return model;
    }
}
