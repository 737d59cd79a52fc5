using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LocalRig.Catalog;
using LocalRig.Engines.LlamaCpp;
using LocalRig.Models;
using LocalRig.Planning;
using LocalRig.Quantization;
using LocalRig.Rigs;
using LocalRig.Runtimes;
using LocalRig.Units;
using LocalRig.Workloads;
using Xunit;

namespace LocalRig.Core.Tests.Runtimes;

/// <summary>The llama-server commands of plans, given to the real llama.cpp 0.7.0: it takes every flag, and llama-fit-params plans the same bytes.</summary>
public sealed class RealCommandTests
{
    [Theory]
    [InlineData("Qwen3-0.6B", 4096, 1, TensorType.F16)]
    [InlineData("Llama-3.2-1B", 32768, 4, TensorType.Q8_0)]
    [InlineData("Qwen3.5-4B", 16384, 2, TensorType.F16)]
    public void A_processor_plans_command_plans_to_the_same_bytes(string id, int context, int slots, TensorType cache)
    {
        Workload workload = new() { Context = context, Parallel = slots, CacheTypeK = cache, CacheTypeV = cache, FlashAttention = FlashAttention.On, Microbatch = 1024 };
        (string[] flags, MemoryPlan plan) = Written(id, workload, new Placement());
        AssertSame(plan, Fit(flags));
    }

    [Fact]
    public void A_plan_over_rpc_has_the_command_that_plans_the_same_over_two_real_servers()
    {
        RealLlama.Require();
        string[] ports = [FreePort(), FreePort()];
        Process[] servers = [.. ports.Select(p => RealLlama.Serve("ggml-rpc-server", "-p", p))];
        try
        {
            Thread.Sleep(TimeSpan.FromSeconds(2)); // the servers bind their ports
            (string[] flags, MemoryPlan plan) = Written("Llama-3.1-8B", new Workload { FlashAttention = FlashAttention.On }, new Placement(), Backend.Rpc, devices: 2);
            Assert.Contains("HOST1:50052,HOST2:50052", flags);
            string servedBy = string.Join(',', ports.Select(p => $"127.0.0.1:{p}"));
            AssertSame(plan, Fit([.. flags.Select(f => f.StartsWith("HOST1:", StringComparison.Ordinal) ? servedBy : f)]));
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

    [Fact]
    public void Every_flag_a_plan_can_ask_for_is_taken_by_llama_server()
    {
        Workload workload = new()
        {
            Parallel = 2,
            Batch = 1024,
            Microbatch = 256,
            CacheTypeK = TensorType.Q8_0,
            CacheTypeV = TensorType.Q4_0,
            FlashAttention = FlashAttention.On,
            KvUnified = true,
            SwaFull = true,
            Embeddings = true,
            Mtp = true,
            RecurrentSequences = 2,
        };
        Placement placement = new()
        {
            CpuMoeLayers = 2,
            SplitMode = SplitMode.None,
            MainGpu = 1,
            TensorSplit = [3, 1],
            KvOffload = false,
            OpOffload = false,
            Mmap = false,
            NoHost = true,
            Repack = false,
        };
        string line = LlamaServerCommand.Line(Plan("Qwen3-30B-A3B", workload, placement, devices: 2));
        string[] words = [.. line.Split(' ').Skip(1).Where(w => w is not "-mg" and not "1")];
        Assert.All(["-ncmoe", "-sm", "-ts", "-nkvo", "--no-op-offload", "-lm", "--no-host", "--no-repack", "-kvu", "--swa-full", "--embeddings", "--spec-type", "-fit"], w => Assert.Contains(w, words));

        // A repository would be asked over the network: a file stands in for it.
        int hub = Array.IndexOf(words, "-hf");
        if (hub >= 0)
        {
            (words[hub], words[hub + 1]) = ("-m", "MODEL.gguf");
        }

        // A file that isn't there ends it after the flags were parsed; a flag it doesn't know ends it before.
        string printed = RealLlama.Run(["llama-server", .. words, "--port", "0"]);
        Assert.DoesNotContain("invalid argument", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("error while handling argument", printed, StringComparison.Ordinal);
        Assert.Contains("MODEL.gguf", printed, StringComparison.Ordinal);
        Assert.Contains("invalid argument", RealLlama.Run(["llama-server", .. words, "--no-mmap-at-all"]), StringComparison.Ordinal);
    }

    /// <summary>The plan's flags with its placeholder replaced by a file of the model's true shape.</summary>
    private static (string[] Flags, MemoryPlan Plan) Written(string id, Workload workload, Placement placement, Backend backend = Backend.Cuda, int devices = 0)
    {
        RealLlama.Require();
        MemoryPlan plan = Plan(id, workload, placement, devices, backend);
        string file = $"/tmp/localrig-{Environment.ProcessId}-{id}-command.gguf";
        SyntheticGguf.Write(file, plan.Model.Metadata, plan.Model.Tensors.Tensors);
        MemoryPlan named = plan with { Model = plan.Model with { Source = file } };
        return ([.. LlamaServerCommand.Line(named).Split(' ').Skip(1)], named);
    }

    private static MemoryPlan Plan(string id, Workload workload, Placement placement, int devices, Backend backend = Backend.Cuda)
    {
        Model model = ModelCatalog.Default.Get(id).ToModel("Q8_0") with { Source = "" };
        Rig rig = new()
        {
            Name = "as asked",
            Devices = [.. Enumerable.Range(0, devices).Select(i => new Device { Name = backend == Backend.Rpc ? $"RPC{i}" : $"gpu{i}", Backend = backend, ComputeCapability = 86, Memory = ByteSize.FromGibibytes(64) })],
            Host = new Host { Memory = ByteSize.FromGibibytes(4096) },
        };

        // llama-fit-params asks for all rows of logits
        PlanQuestion question = new()
        {
            Workload = workload with { Outputs = workload.Batch },
            Placement = new PlacementRequest { GpuLayers = LayerChoice.All, CpuMoeLayers = LayerChoice.Of(placement.CpuMoeLayers), Fixed = placement },
        };
        return new Planner(new LlamaCppEngine(LlamaCppProfile.V070)).Sketch(model, question, rig);
    }

    private static string Fit(string[] flags)
    {
        try
        {
            return RealLlama.Run(["llama-fit-params", .. flags, "-fitp", "on"]);
        }
        finally
        {
            File.Delete(flags[Array.IndexOf(flags, "-m") + 1]);
        }
    }

    private static void AssertSame(MemoryPlan plan, string printed)
    {
        foreach (DevicePlan device in plan.Devices)
        {
            string name = device.Name == "host" ? "Host" : device.Name;
            string? line = printed.Split('\n').LastOrDefault(l => l.StartsWith(name + " ", StringComparison.Ordinal));
            Assert.True(line is not null, printed);
            long[] theirs = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(long.Parse)];
            Assert.InRange(device.Parts.Weights.Mebibytes, theirs[0] - 1, theirs[0] + 1);
            Assert.InRange((device.Parts.KvCache + device.Parts.RecurrentState).Mebibytes, theirs[1] - 1, theirs[1] + 1);
            Assert.InRange(device.Parts.Compute.Mebibytes, theirs[2] - 1, theirs[2] + 1);
        }
    }

    private static string FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return $"{((IPEndPoint)listener.LocalEndpoint).Port}";
    }
}
