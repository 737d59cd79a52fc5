using CsCheck;
using LocalRig.Catalog;
using LocalRig.Engines;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.Core.Tests.Engines.LlamaCpp;

/// <summary>Remembering changes no answer, whichever machine was asked about before.</summary>
public class RememberedAllocationsTests
{
    private static readonly Model[] Models = [.. ((string[])["Llama-3.2-1B", "Qwen3.5-2B", "gpt-oss-20b"]).Select(m => ModelCatalog.Default.Get(m).ToModel("Q4_K_M"))];

    private static readonly Gen<Rig> Rigs = Gen.Select(Gen.Int[4, 48].Array[0, 3], Gen.OneOf(Gen.Const(Backend.Cuda), Gen.Const(Backend.Vulkan)), Gen.Int[0, 2].Select(i => ((int?[])[61, 89, null])[i])).Select(
        (gibibytes, backend, capability) => new Rig
        {
            Name = "any",
            Devices = [.. gibibytes.Select((g, i) => new Device { Name = $"gpu{i}", Backend = backend, ComputeCapability = capability, Memory = ByteSize.FromGibibytes(g) })],
            Host = new Host { Memory = ByteSize.FromGibibytes(64) },
        });

    [Fact]
    public void A_remembered_answer_is_the_engines_own()
    {
        LlamaCppEngine engine = new();
        IEngine remembering = engine.Remembering();
        Gen.Select(Gen.Int[0, Models.Length - 1].Select(i => Models[i]), Rigs, Gen.Int[0, 30], Gen.Int[1, 4]).Sample(
            (model, rig, layers, contexts) =>
            {
                Workload workload = new() { Context = 4096 * contexts };
                Placement placement = new() { GpuLayers = rig.Devices.IsEmpty ? 0 : layers };
                EngineAllocation own = engine.Allocate(model, workload, placement, rig);
                EngineAllocation remembered = remembering.Allocate(model, workload, placement, rig);
                return own.Devices.SequenceEqual(remembered.Devices) && own.Effective == remembered.Effective
                    && own.BoundedBecause == remembered.BoundedBecause;
            },
            iter: 200);
    }
}
