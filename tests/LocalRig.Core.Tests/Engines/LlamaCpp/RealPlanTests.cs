using LocalRig.Catalog;
using LocalRig.Core.Tests.Architectures;
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

/// <summary>What the real llama-fit-params prints for a processor plan, against ours: weights and caches within the 1 MiB it rounds to.
/// Debian's llama.cpp is newer than the profile, and its compute buffers differ (docs/engines.md), so those are not compared here.</summary>
public sealed class RealPlanTests
{
    public static TheoryData<string, int, string, string> Plans =>
        new()
        {
            { "Llama-3.2-1B", 4096, "f16", "on" },
            { "Mixtral-8x7B", 8192, "q8_0", "on" },
            { "Ministral-3-8B", 4096, "f16", "off" },
            { "Qwen2.5-7B", 16384, "f16", "on" },
            { "Qwen3-14B", 4096, "q4_0", "on" },
            { "Qwen3-235B-A22B", 8192, "f16", "on" },
            { "Qwen3-Next-80B-A3B", 32768, "f16", "on" },
            { "Qwen3.5-4B", 8192, "f16", "on" },
            { "Qwen3.5-122B-A10B", 8192, "q8_0", "on" },
            { "gemma-3-12b", 16384, "f16", "on" },
            { "gemma-4-31B", 8192, "f16", "on" },
            { "gemma-4-26B-A4B", 8192, "f16", "on" },
            { "gemma-4-E4B", 8192, "f16", "on" },
            { "gemma-4-E2B", 8192, "q8_0", "on" },
            { "gpt-oss-120b", 8192, "f16", "on" },
            { "DeepSeek-V2-Lite", 8192, "f16", "off" },
            { "DeepSeek-V3", 4096, "f16", "on" },
            { "GLM-4.6", 8192, "f16", "on" },
            { "Phi-4", 8192, "f16", "off" },
        };

    [Theory]
    [MemberData(nameof(Plans))]
    public void A_processor_plan_agrees_with_the_real_engine(string id, int context, string cacheType, string flashAttention)
    {
        RealLlama.Require();
        Model model = ModelCatalog.Default.Get(id).ToModel("Q8_0");
        string file = $"/tmp/localrig-{Environment.ProcessId}-{id}-plan.gguf";
        SyntheticGguf.Write(file, model.Metadata, model.Tensors.Tensors);
        try
        {
            string printed = RealLlama.Run(
                "llama-fit-params", "-m", file, "-c", $"{context}", "-fa", flashAttention, "-ctk", cacheType, "-ctv", cacheType, "-np", "1", "-fit", "off", "-fitp", "on");
            string host = printed.Split('\n').Last(l => l.StartsWith("Host ", StringComparison.Ordinal));
            long[] theirs = [.. host.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(long.Parse)];
            Assert.True(TensorTypeExtensions.TryParse(cacheType, out TensorType type));
            Workload workload = new()
            {
                Context = context,
                CacheTypeK = type,
                CacheTypeV = type,
                FlashAttention = flashAttention == "on" ? FlashAttention.On : FlashAttention.Off,
            };
            Rig rig = new() { Name = "cpu", Devices = [], Host = new Host { Memory = new ByteSize(1L << 42) } };
            DeviceAllocation ours = new LlamaCppEngine().Allocate(model, workload, new Placement(), rig).Devices[^1];
            Assert.Multiple(
                () => Near("weights", theirs[0], ours.Weights),
                () => Near("caches", theirs[1], ours.KvCache + ours.RecurrentState)
            );
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Near(string part, long theirMebibytes, ByteSize ours) =>
        Assert.True(Math.Abs(ours.Mebibytes - theirMebibytes) <= 1, $"{part}: llama.cpp {theirMebibytes} MiB, ours {ours.Mebibytes:0.00} MiB");
}
