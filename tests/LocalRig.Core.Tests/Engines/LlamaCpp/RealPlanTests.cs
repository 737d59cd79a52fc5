using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
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

/// <summary>What the real llama-fit-params of Debian's llama.cpp 0.7.0 prints, against ours by the profile of that version: weights, caches
/// and compute buffers within the 1 MiB it rounds to.</summary>
public sealed class RealPlanTests
{
    public static TheoryData<string, int, string, string, int, int> Plans =>
        new()
        {
            { "Llama-3.2-1B", 4096, "f16", "on", 512, 1 },
            { "Llama-3.1-8B", 131072, "f16", "on", 2048, 1 },
            { "Llama-3.1-8B", 32768, "q8_0", "on", 512, 4 },
            { "Mixtral-8x7B", 8192, "q8_0", "on", 512, 1 },
            { "Ministral-3-8B", 4096, "f16", "off", 512, 1 },
            { "Qwen2.5-7B", 16384, "f16", "on", 512, 1 },
            { "Qwen3-14B", 4096, "q4_0", "on", 512, 1 },
            { "Qwen3-14B", 131072, "f16", "on", 4096, 1 },
            { "Qwen3-30B-A3B", 32768, "f16", "off", 1024, 2 },
            { "Qwen3-235B-A22B", 8192, "f16", "on", 512, 1 },
            { "Qwen3-Next-80B-A3B", 32768, "f16", "on", 512, 1 },
            { "Qwen3.5-4B", 8192, "f16", "on", 512, 1 },
            { "Qwen3.5-4B", 65536, "f16", "on", 2048, 4 },
            { "Qwen3.5-27B", 131072, "q8_0", "on", 512, 1 },
            { "Qwen3.5-122B-A10B", 8192, "q8_0", "on", 512, 1 },
            { "gemma-3-12b", 16384, "f16", "on", 512, 1 },
            { "gemma-3-12b", 131072, "f16", "on", 2048, 1 },
            { "gemma-4-31B", 8192, "f16", "on", 512, 1 },
            { "gemma-4-26B-A4B", 8192, "f16", "on", 512, 1 },
            { "gemma-4-E4B", 8192, "f16", "on", 512, 1 },
            { "gemma-4-E2B", 8192, "q8_0", "on", 512, 1 },
            { "gemma-4-E2B", 65536, "f16", "off", 1024, 1 },
            { "gpt-oss-20b", 131072, "f16", "on", 2048, 1 },
            { "gpt-oss-120b", 8192, "f16", "on", 512, 1 },
            { "DeepSeek-V2-Lite", 8192, "f16", "off", 512, 1 },
            { "DeepSeek-V2-Lite", 65536, "f16", "on", 2048, 1 },
            { "DeepSeek-V3", 4096, "f16", "on", 512, 1 },
            { "GLM-4.6", 8192, "f16", "on", 512, 1 },
            { "Phi-4", 8192, "f16", "off", 512, 1 },
        };

    [Theory]
    [MemberData(nameof(Plans))]
    public void A_processor_plan_agrees_with_the_real_engine(string id, int context, string cacheType, string flashAttention, int microbatch, int slots)
    {
        Assert.True(TensorTypeExtensions.TryParse(cacheType, out TensorType type));
        Workload workload = new()
        {
            Context = context,
            Batch = Math.Max(microbatch, new Workload().Batch),
            Microbatch = microbatch,
            Parallel = slots,
            CacheTypeK = type,
            CacheTypeV = type,
            FlashAttention = flashAttention == "on" ? FlashAttention.On : FlashAttention.Off,
        };
        Agree(id, workload, devices: 0, "-fa", flashAttention, "-ctk", cacheType, "-ctv", cacheType);
    }

    /// <summary>The tool leaves repacked weights out of its line for the host, so it is asked not to repack.</summary>
    [Theory]
    [InlineData("Llama-3.2-3B", "Q4_K_M", 32768, 1024, 3)]
    [InlineData("Qwen3-30B-A3B", "Q4_K_M", 131072, 4096, 1)]
    [InlineData("Qwen3.5-27B", "Q4_0", 8192, 256, 2)]
    [InlineData("gemma-3-4b", "Q4_K_M", 65536, 64, 8)]
    [InlineData("gpt-oss-20b", "MXFP4_MOE", 49152, 2048, 4)]
    [InlineData("DeepSeek-V2-Lite", "Q4_K_M", 24576, 512, 2)]
    [InlineData("Phi-4", "F16", 12288, 4096, 1)]
    public void Other_recipes_agree_with_the_real_engine(string id, string recipe, int context, int microbatch, int slots)
    {
        Workload workload = new() { Context = context, Batch = Math.Max(microbatch, new Workload().Batch), Microbatch = microbatch, Parallel = slots, FlashAttention = FlashAttention.On };
        Agree(id, recipe, workload, new Placement { Repack = false }, devices: 0, "-fa", "on", "-nr");
    }

    [Theory]
    [InlineData("q8_0", TensorType.Q8_0, "f16", TensorType.F16)]
    [InlineData("f16", TensorType.F16, "q8_0", TensorType.Q8_0)]
    public void Latent_attention_with_two_cache_types_is_refused_as_by_the_real_engine(string keys, TensorType k, string values, TensorType v)
    {
        RealLlama.Require();
        Model model = ModelCatalog.Default.Get("DeepSeek-V2-Lite").ToModel("Q8_0");
        string file = $"/tmp/localrig-{Environment.ProcessId}-{keys}-{values}-refused.gguf";
        SyntheticGguf.Write(file, model.Metadata, model.Tensors.Tensors);
        try
        {
            // Its log is written by a thread that may not get to the reason before the tool ends, so what it doesn't print counts.
            Assert.DoesNotContain(Lines(keys, values), static l => l.StartsWith("Host ", StringComparison.Ordinal));
            Assert.Contains(Lines(keys, keys), static l => l.StartsWith("Host ", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(file);
        }

        string[] Lines(string keyType, string valueType) =>
            RealLlama.Run("llama-fit-params", "-m", file, "-c", "4096", "-fit", "off", "-fitp", "on", "-fa", "on", "-ctk", keyType, "-ctv", valueType).Split('\n');

        Workload workload = new() { CacheTypeK = k, CacheTypeV = v, FlashAttention = FlashAttention.On };
        Rig rig = new() { Name = "processor", Devices = [], Host = new Host { Memory = ByteSize.FromGibibytes(64) } };
        foreach (LlamaCppProfile profile in LlamaCppProfile.All)
        {
            Assert.Throws<EngineException>(() => new LlamaCppEngine(profile).Allocate(model, workload, new Placement(), rig));
        }
    }

    [Fact]
    public void Plans_over_two_devices_agree_with_the_real_engine_over_two_rpc_servers()
    {
        RealLlama.Require();
        string[] ports = [FreePort(), FreePort()];
        Process[] servers = [.. ports.Select(p => RealLlama.Serve("ggml-rpc-server", "-p", p))];
        try
        {
            Thread.Sleep(TimeSpan.FromSeconds(2)); // the servers bind their ports
            Workload workload = new() { Context = 8192, FlashAttention = FlashAttention.On };
            foreach (string id in (string[])["Llama-3.1-8B", "Qwen3.5-9B", "Qwen3-30B-A3B"])
            {
                Agree(id, workload, devices: 2, "-fa", "on", "-ngl", "999", "--rpc", string.Join(',', ports.Select(p => $"127.0.0.1:{p}")));
            }
        }
        finally
        {
            foreach (Process server in servers)
            {
                server.Kill(entireProcessTree: true);
                server.Dispose();
            }
        }
    }

    /// <summary>RPC devices report the machine's free memory, the same for both.</summary>
    private static void Agree(string id, Workload workload, int devices, params string[] flags) =>
        Agree(id, "Q8_0", workload, new Placement(), devices, flags);

    private static void Agree(string id, string recipe, Workload workload, Placement placement, int devices, params string[] flags)
    {
        RealLlama.Require();
        using RealPlan plan = new(id, recipe);
        Device[] rpc = [.. Enumerable.Range(0, devices).Select(i => new Device { Name = $"RPC{i}", Backend = Backend.Rpc, Memory = ByteSize.FromGibibytes(64) })];
        Assert.Equal("", string.Join(Environment.NewLine, plan.Differences(rpc, "RPC", workload, placement, flags)));
    }

    private static string FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return $"{((IPEndPoint)listener.LocalEndpoint).Port}";
    }
}
