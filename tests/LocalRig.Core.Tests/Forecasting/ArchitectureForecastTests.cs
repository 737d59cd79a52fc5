using LocalRig.Core.Tests.Architectures;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Forecasting;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.Core.Tests.Forecasting;

/// <summary>Every architecture whose memory is known gets a forecast of its speed, or an honest none.</summary>
public sealed class ArchitectureForecastTests
{
    [Fact]
    public void Every_architecture_is_forecast_without_an_error()
    {
        Rig rig = new()
        {
            Name = "card",
            Devices = [new Device { Name = "gpu0", Backend = Backend.Cuda, ComputeCapability = 86, Memory = ByteSize.FromGibibytes(24) }],
            Host = new Host { Memory = ByteSize.FromGibibytes(256) },
        };
        foreach (ArchitectureSample sample in ArchitectureSamples.All)
        {
            Model model = sample.ToModel("Q4_K_M");
            MemoryPlan plan = new Planner(new LlamaCppEngine()).Plan(model, new PlanQuestion { Workload = new Workload { Context = 4096 } }, rig);
            Assert.NotNull(Forecaster.Default.Of(plan));
        }
    }
}
