using System.Globalization;
using LocalRig.Catalog;
using LocalRig.Engines;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.Core.Tests.Engines.LlamaCpp;

/// <summary>The real llama.cpp 0.7.0 loads models onto two cards that hold no more than they say (stand-ins for the driver, which refuse what is too much): what our plan calls
/// fitting loads, what it says loads without pipelining prints that it does, and what doesn't fit is refused.</summary>
public sealed class RealMemoryTests
{
    private static readonly ByteSize Slack = new(32 * ByteSize.BytesPerMebibyte); // the stand-in rounds each buffer up to 2 MiB, and llama.cpp has a handful

    private const string Retried = "retrying without pipeline parallelism";

    private const string Loaded = "sched_reserve: graph:"; // what is said once all buffers are there

    public static TheoryData<string, string, int, string> Cases => new()
    {
        // small files: the kernel reads them, holes and all
        { "Llama-3.2-1B", "recipe:Q4_K_M", 65536, "f16" },
        { "Qwen3-0.6B", "recipe:Q4_K_M", 40960, "q8_0" },
        { "Qwen3.5-2B", "recipe:Q4_K_M", 131072, "f16" },
        { "gemma-3-1b", "recipe:Q4_K_M", 32768, "f16" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_fits_loads_and_what_does_not_is_refused(string id, string recipe, int context, string cache)
    {
        RealLlama.RequireCards("cuda");
        Model model = ModelCatalog.Default.Get(id).ToModel(recipe);
        TensorType type = cache == "q8_0" ? TensorType.Q8_0 : TensorType.F16;
        Workload workload = new() { Context = context, CacheTypeK = type, CacheTypeV = type };
        workload = workload with { Outputs = workload.Batch }; // llama-completion wants every row
        LlamaCppEngine engine = new(LlamaCppProfile.V070);
        Placement placement = new() { GpuLayers = Placement.AllLayers, TensorSplit = [1, 1] };
        Rig large = Cards([ByteSize.FromGibibytes(64), ByteSize.FromGibibytes(64)]);
        EngineAllocation pipelined = engine.Allocate(model, workload, placement, large);
        EngineAllocation plain = engine.Allocate(model, workload, placement with { MayPipeline = false }, large);
        string file = $"/tmp/localrig-{Environment.ProcessId}-load-{id}.gguf";
        SyntheticGguf.Write(file, model.Metadata, model.Tensors.Tensors);
        try
        {
            ByteSize[] enough = [.. pipelined.Devices[..2].Select(static d => d.Total + Slack)];
            Assert.True(Planned(enough) is { Verdict: Verdict.Tight, GivesUpPipelining: false, Effective.PipelineParallel: true });
            string printed = Load(enough);
            Assert.True(printed.Contains(Loaded, StringComparison.Ordinal), printed);
            Assert.DoesNotContain(Retried, printed, StringComparison.Ordinal);

            ByteSize[] fewer = [.. plain.Devices[..2].Select(static d => d.Total + Slack)];
            Assert.True(Planned(fewer) is { Verdict: Verdict.Tight, GivesUpPipelining: true, AsLoaded.Effective.PipelineParallel: false });
            printed = Load(fewer);
            Assert.True(printed.Contains(Loaded, StringComparison.Ordinal), printed);
            Assert.True(printed.Contains(Retried, StringComparison.Ordinal), printed);

            ByteSize[] few = [.. plain.Devices[..2].Select(static d => d.Total - Slack)];
            Assert.Equal(Verdict.DoesNotFit, Planned(few).Verdict);
            Assert.DoesNotContain(Loaded, Load(few), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }

        MemoryPlan Planned(ByteSize[] memory)
        {
            // what our plan allows for the driver's own share, a stand-in doesn't need
            Rig rig = Cards([.. memory.Select(m => m + RuntimeMemory.Of(large.Devices[0]).Likely)]);
            PlanQuestion question = new() { Workload = workload, Placement = new PlacementRequest { GpuLayers = LayerChoice.All, Fixed = placement } };
            return new Planner(engine).Sketch(model, question, rig);
        }

        string Load(ByteSize[] memory) =>
            RealLlama.Run(
                "--cards", "cuda", string.Join(';', memory.Select(static m => string.Create(CultureInfo.InvariantCulture, $"NVIDIA card,8,6,82,{m.Bytes}"))),
                "llama-completion", "-m", file, "-ngl", "999", "-ts", "1,1", "-c", $"{context}", "-ctk", cache, "-ctv", cache, "-np", "1", "-fit", "off", "--no-warmup", "-lv", "4", "-n", "0", "-p", "hi", "-no-cnv");
    }

    private static Rig Cards(ByteSize[] memory) =>
        new()
        {
            Name = "as drawn",
            Devices = [.. memory.Select(static (m, i) => new Device { Name = $"CUDA{i}", Backend = Backend.Cuda, ComputeCapability = 86, Multiprocessors = 82, Memory = m })],
            Host = new Host { Memory = ByteSize.FromGibibytes(4096) },
        };
}
