using LocalRig.Catalog;
using LocalRig.Engines;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Words;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.Core.Tests.Planning;

/// <summary>A search that walks one graph or two finds what trying every placement finds, whatever was planned before.</summary>
public sealed class ChosenPlacementTests
{
    private static readonly ByteSize Margin = new(1L << 30);

    private static readonly int[] Contexts = [4096, 8192, 9216, 32768, 65536, 20480, 131072];

    public static TheoryData<string, string, string> Cases()
    {
        TheoryData<string, string, string> cases = [];
        string[] experts = ["Qwen3-30B-A3B", "Qwen3.5-122B-A10B", "gpt-oss-120b", "GLM-4.5-Air", "Qwen3.5-35B-A3B", "Llama-4-Scout"];
        string[] dense = ["Qwen3.5-27B", "Llama-3.3-70B", "gemma-3-27b", "Qwen3-32B", "Mistral-Small-3.2-24B"];
        foreach (string model in experts.Concat(dense))
        {
            foreach (string rig in (string[])["rtx-3060", "rtx-3090", "rtx-5090", "2x rtx-3060", "rx-7900-xtx", "3x rtx-3060", "rtx-3090 + rtx-3060"])
            {
                cases.Add(model, "Q4_K_M", rig);
            }

            cases.Add(model, "Q8_0", "rtx-4090");
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Choice_is_the_one_that_trying_every_step_finds(string name, string quant, string words)
    {
        Model model = ModelCatalog.Default.Get(name).ToModel(quant);
        Rig rig = RigWords.TryParse(words)!;
        IEngine engine = new LlamaCppEngine().Remembering();
        Planner planner = new(engine);
        foreach (Workload workload in LongRun.Part(Contexts.SelectMany(c => Varied(new Workload { Context = c })), name + words))
        {
            PlanQuestion question = new() { Workload = workload, Margin = Margin };
            Placement chosen = planner.Sketch(model, question, rig).Placement;
            Trial trial = new(engine, model, rig);
            (int experts, int layers) = Last(trial, model, rig, workload);
            Assert.True((chosen.CpuMoeLayers, chosen.GpuLayers) == (experts, layers), $"{name} {quant} on {words}, {workload.Context} tokens, {workload.CacheTypeK}, -ub {workload.Microbatch}: chosen -ncmoe {chosen.CpuMoeLayers} -ngl {chosen.GpuLayers}, every step tried -ncmoe {experts} -ngl {layers}");
        }
    }

    private static IEnumerable<Workload> Varied(Workload plain) =>
        [plain, plain with { CacheTypeK = TensorType.Q8_0, CacheTypeV = TensorType.Q8_0 }, plain with { Microbatch = 2048, Batch = 2048 }];

    /// <summary>By definition: all on the devices, else the fewest layers' experts in main memory, else the most layers on the devices. From the fullest down, one by one.</summary>
    private static (int Experts, int Layers) Last(Trial trial, Model model, Rig rig, Workload workload)
    {
        int layers = LayerCount.Offloadable(model);
        int blocks = LayerCount.Blocks(model);
        bool hasExperts = ExpertTensors.AnyIn(model);
        ExpertSplit split = new(trial, model, rig);
        bool Fits(int gpu, int cpuMoe)
        {
            Placement plain = new() { GpuLayers = gpu, CpuMoeLayers = cpuMoe };
            return trial.Run(workload, plain with { TensorSplit = split.Of(plain, workload, layers) }).DeviceHeadroom >= Margin;
        }

        if (Fits(layers, 0))
        {
            return (0, layers);
        }

        for (int stay = 1; hasExperts && stay <= blocks; stay++)
        {
            if (Fits(layers, stay))
            {
                return (stay, layers);
            }
        }

        int cpu = hasExperts ? blocks : 0;
        int most = layers - 1;
        while (most > 0 && !Fits(most, cpu))
        {
            most--;
        }

        return (most == 0 ? 0 : cpu, most);
    }
}
