using BenchmarkDotNet.Attributes;
using LocalRig.Catalog;
using LocalRig.Engines;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Benchmarks;

/// <summary>One plan in process: graph, scheduler, allocator walk, caches. Contexts alternate so that nothing of the graph can be kept.</summary>
[MemoryDiagnoser]
public class PlanBenchmark
{
    private readonly LlamaCppEngine _engine = new();

    private readonly Rig _rig = new()
    {
        Name = "one 24 GiB card",
        Devices = [new Device { Name = "gpu0", Backend = Backend.Cuda, ComputeCapability = 89, Memory = ByteSize.FromGibibytes(24) }],
        Host = new Host { Memory = ByteSize.FromGibibytes(64) },
    };

    private Model _model = null!;

    private int _turn;

    [Params("Llama-3.1-8B", "Qwen3.5-27B", "Qwen3-30B-A3B")]
    public string Id { get; set; } = "";

    [GlobalSetup]
    public void Open() => _model = ModelCatalog.Default.Get(Id).ToModel("Q4_K_M");

    [Benchmark]
    public EngineAllocation Plan() =>
        _engine.Allocate(_model, new Workload { Context = 8192 + 256 * (_turn++ % 2) }, new Placement(), _rig);
}
