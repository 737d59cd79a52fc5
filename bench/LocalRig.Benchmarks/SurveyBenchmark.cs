using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using LocalRig.Advice;
using LocalRig.Catalog;
using LocalRig.Engines;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Benchmarks;

/// <summary>All advice for a rig in process: every model of the catalogue, its quantizations, cache types and placements.</summary>
[MemoryDiagnoser]
public class SurveyBenchmark
{
    private static readonly Rig Card =
        new()
        {
            Name = "rtx-3090",
            Devices = [new Device { Name = "gpu0", Backend = Backend.Cuda, CatalogId = "rtx-3090", ComputeCapability = 86, Memory = ByteSize.FromGibibytes(24) }],
            Host = new Host { CatalogId = "cpu-desktop-ddr5-5600-2ch", Memory = ByteSize.FromGibibytes(64) },
        };

    private readonly ImmutableArray<CatalogModel> _models = ModelCatalog.Default.Models;

    private readonly IEngine _remembering = new LlamaCppEngine().Remembering();

    /// <summary>Asked again in a process that stays, as a server does: allocations are remembered, all else is worked out anew.</summary>
    [Benchmark]
    public ImmutableArray<SurveyLine> Warm() => Survey.Of(_models, Card, _remembering, new PlanQuestion(), caches: true);

    /// <summary>With nothing remembered: every graph is built and walked.</summary>
    [Benchmark]
    public ImmutableArray<SurveyLine> Anew() => Survey.Of(_models, Card, new LlamaCppEngine(), new PlanQuestion(), caches: true);
}
