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

/// <summary>What the real llama-fit-params of Debian's llama.cpp 0.7.0 chooses on cards of some size over stand-ins for the drivers, against ours:
/// the same context, layers, split and tensors by name, to the letter.</summary>
public sealed class RealFitTests
{
    public static TheoryData<string, string, string, int, int, string> Cases => new()
    {
        // model, recipe, gibibytes of each card, context (0: open), slots, cache type
        { "Llama-3.1-8B", "recipe:Q4_K_M", "24", 0, 1, "f16" }, // 131,072 tokens are too much
        { "Llama-3.1-8B", "recipe:Q4_K_M", "24", 8192, 1, "f16" }, // fits
        { "Llama-3.1-8B", "recipe:Q4_K_M", "6", 8192, 1, "f16" }, // layers spill
        { "Llama-3.1-8B", "recipe:Q4_K_M", "4", 0, 1, "f16" }, // both
        { "Llama-3.1-8B", "F16", "8,12", 16384, 1, "f16" }, // layers spill from two
        { "Qwen3-14B", "recipe:Q4_K_M", "12", 0, 1, "q8_0" },
        { "Qwen2.5-7B", "Q8_0", "4,6", 0, 1, "f16" },
        { "Qwen3.5-9B", "recipe:Q4_K_M", "8", 0, 1, "f16" },
        { "Qwen3.5-9B", "Q8_0", "6", 32768, 4, "f16" },
        { "gemma-3-12b", "recipe:Q4_K_M", "8", 0, 2, "f16" },
        { "Phi-4", "recipe:Q4_K_M", "11", 0, 1, "f16" },
        { "Qwen3-30B-A3B", "recipe:Q4_K_M", "24", 0, 1, "f16" }, // experts: context alone
        { "Qwen3-30B-A3B", "recipe:Q4_K_M", "12", 0, 1, "f16" }, // experts spill
        { "Qwen3-30B-A3B", "recipe:Q4_K_M", "8", 32768, 1, "f16" },
        { "Qwen3-30B-A3B", "recipe:Q4_K_M", "2", 4096, 1, "f16" }, // not even the rest fits
        { "Qwen3-30B-A3B", "Q8_0", "12,16", 0, 1, "f16" }, // two cards, experts spill
        { "Qwen3-30B-A3B", "Q8_0", "16,12,8", 16384, 1, "f16" },
        { "Qwen3.5-35B-A3B", "recipe:Q4_K_M", "12", 0, 1, "f16" },
        { "gpt-oss-20b", "recipe:MXFP4_MOE", "8", 0, 1, "f16" },
        { "gpt-oss-20b", "recipe:MXFP4_MOE", "6,6", 0, 1, "f16" },
        { "GLM-4.5-Air", "recipe:Q4_K_M", "24,24", 0, 1, "f16" },
        { "DeepSeek-V2-Lite", "recipe:Q4_K_M", "8", 0, 1, "f16" },
        { "gemma-4-26B-A4B", "recipe:Q4_K_M", "12", 0, 1, "f16" },
        { "Llama-3.2-1B", "Q8_0", "8,8", 0, 1, "f16" }, // fits on two as it is
        { "Mixtral-8x7B", "recipe:Q4_K_M", "16,16", 0, 1, "f16" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_real_tool_chooses_the_same(string id, string recipe, string cards, int context, int slots, string cache)
    {
        RealLlama.RequireCards("cuda");
        RealCards drawn = RealCards.Cuda([.. cards.Split(',').Select(static g => (86, 82, int.Parse(g, CultureInfo.InvariantCulture)))]);
        Model model = ModelCatalog.Default.Get(id).ToModel(recipe);
        TensorType type = cache == "q8_0" ? TensorType.Q8_0 : TensorType.F16;
        Workload workload = new() { Context = context, Parallel = slots, CacheTypeK = type, CacheTypeV = type };
        string file = $"/tmp/localrig-{Environment.ProcessId}-fit-{id}-{cards.Replace(',', '-')}-{context}.gguf";
        SyntheticGguf.Write(file, model.Metadata, model.Tensors.Tensors);
        string printed;
        try
        {
            printed = RealLlama.Run(
                ["--cards", "cuda", drawn.Drawn, "llama-fit-params", "-m", file, .. context > 0 ? (string[])["-c", $"{context}"] : [], "-np", $"{slots}", "-ctk", cache, "-ctv", cache]);
        }
        finally
        {
            File.Delete(file);
        }

        string? theirs = printed.Split('\n').LastOrDefault(static l => l.StartsWith("-c ", StringComparison.Ordinal));
        Assert.True(theirs is not null, printed);
        Assert.Equal(theirs, Ours(model, workload, drawn));
    }

    private static string Ours(Model model, Workload workload, RealCards cards)
    {
        Rig rig = new() { Name = "as drawn", Devices = cards.Devices, Host = new Host { Memory = ByteSize.FromGibibytes(4096) } };
        LlamaCppEngine engine = new(LlamaCppProfile.V070);
        FittedParameters fitted = engine.Fit(new FitQuestion
        {
            Model = model,
            Workload = workload with { Outputs = workload.Batch }, // the tool asks for all rows of logits
            Placement = new Placement(),
            Rig = rig,
            Free = [.. rig.Devices.Select(static d => d.Memory)],
            Margin = new PlanQuestion().Margin,
            LeastContext = 4096,
            Measure = (w, p) => engine.Allocate(model, w, p, rig),
        })!;
        Placement placed = fitted.Placement;
        string layers = placed.GpuLayers == Placement.AllLayers ? "-1" : $"{placed.GpuLayers}"; // what the tool prints where it changes nothing
        return $"-c {fitted.Context} -ngl {layers}"
            + (placed.TensorSplit.IsEmpty ? "" : $" -ts {string.Join(',', placed.TensorSplit)}")
            + (placed.Overrides.IsEmpty ? "" : $" -ot \"{placed.Overrides.Text}\"");
    }
}
