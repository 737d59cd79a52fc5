using LocalRig.Catalog;
using LocalRig.Forecasting;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;

namespace LocalRig.Core.Tests.Forecasting;

/// <summary>Machines and questions the forecast tests share.</summary>
internal static class Rigs
{
    public static Device Card(string id, Backend backend = Backend.Cuda, double? gigabytesPerSecond = null, int gibibytes = 24) =>
        new()
        {
            Name = "gpu0",
            CatalogId = id,
            Backend = backend,
            Memory = ByteSize.FromGibibytes(gibibytes),
            Bandwidth = gigabytesPerSecond is double rate ? Bandwidth.FromGigabytesPerSecond(rate) : null,
        };

    public static Rig Of(params Device[] cards) =>
        new()
        {
            Name = "test",
            Devices = [.. cards],
            Host = new Host { CatalogId = "cpu-desktop-ddr5-5600-2ch", Memory = ByteSize.FromGibibytes(64) },
        };

    public static Rig Processor(string id) =>
        new() { Name = id, Devices = [], Host = new Host { CatalogId = id, Memory = ByteSize.FromGibibytes(64) } };

    public static Model Model(string id, string quant) =>
        (ModelCatalog.Default.Find(id) ?? throw new InvalidOperationException(id)).ToModel(quant);

    public static Forecast Forecast(Model model, Rig rig, int depth = 64, int prompt = 512, Placement? placement = null, int context = 8192, bool evidence = false, int build = 0, int microbatch = 512) =>
        Forecaster.Default.Of(model, new Workload { Context = context, Microbatch = microbatch }, placement ?? new Placement(), rig, depth, prompt, evidence, build: build);
}
