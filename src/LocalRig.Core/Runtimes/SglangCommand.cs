using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Workloads;

namespace LocalRig.Runtimes;

/// <summary>Starts SGLang (docs.sglang.io, server_arguments).</summary>
internal static class SglangCommand
{
    private const int DistPort = 20000; // the port of SGLang's multi-node examples

    /// <summary>A plan for SGLang.</summary>
    public static RuntimeCommand Of(RuntimeRequest request)
    {
        if (WholeOnCards.Refusal(request, "SGLang") is string refusal)
        {
            return request.Cannot(refusal);
        }

        if (!request.IsReleasedWeights)
        {
            return request.Cannot("SGLang lists gguf among its load formats but not which models and quantizations that reads, so no command is given; plan the released weights with --quant BF16.");
        }

        Workload workload = request.Plan.Question.Workload;
        ImmutableArray<NodeCommand> lines = Lines(new ServingLaunch
        {
            Weights = request.Model.WeightsRepository,
            Type = request.HalfPrecision,
            Context = request.ContextPerSlot,
            Sequences = workload.Parallel,
            Parallelism = request.Parallelism,
        });
        IEnumerable<string> mtp = workload.Mtp ? ["The plan's multi-token prediction is not asked for: LocalRig has no checked options for it in SGLang."] : [];
        return request.Answer(lines.Select(l => l.Text), [.. WholeOnCards.Of(request, "SGLang"), .. mtp]);
    }

    /// <summary>The commands, one for each machine.</summary>
    public static ImmutableArray<NodeCommand> Lines(ServingLaunch launch) => [.. Enumerable.Range(0, launch.Nodes).Select(node => new NodeCommand(node, Line(launch, node)))];

    /// <summary>What each machine of a group runs (docs.sglang.io, multi-node deployment): a shell's variables tell it its number and the first one's address.</summary>
    /// <param name="launch">What to start.</param>
    /// <param name="number">The variable with the machine's number, from 0.</param>
    /// <param name="head">The variable with the first machine's address.</param>
    public static GroupCommand Group(ServingLaunch launch, string number, string head)
    {
        string line = $"{Line(launch with { Nodes = 1 }, 0)} --nnodes {launch.Nodes} --node-rank \"${number}\" --dist-init-addr \"${head}:{DistPort}\"";
        return new(line, line);
    }

    private static string Line(ServingLaunch launch, int node)
    {
        Parallelism spread = launch.Parallelism;
        CommandLineText line = new("python3", "-m", "sglang.launch_server", "--model-path", CommandLineText.Quoted(launch.Weights));
        return line.AddIf(launch.Type.Length > 0, "--dtype", launch.Type)
            .Add("--context-length", $"{launch.Context}")
            .AddIf(launch.Sequences is not null, "--max-running-requests", $"{launch.Sequences}")
            .AddIf(launch.Utilization is not null, "--mem-fraction-static", launch.Utilization?.ToString("0.##", CultureInfo.InvariantCulture) ?? "")
            .AddIf(spread.Tensor > 1, "--tp-size", $"{spread.Tensor}")
            .AddIf(spread.Pipeline > 1, "--pp-size", $"{spread.Pipeline}")
            .AddIf(spread.Expert, "--ep-size", $"{spread.ExpertRanks}")
            .AddIf(launch.CacheInFp8, "--kv-cache-dtype", "fp8_e5m2")
            .AddIf(launch.Nodes > 1, "--nnodes", $"{launch.Nodes}", "--node-rank", $"{node}", "--dist-init-addr", $"HEAD:{DistPort}")
            .ToString();
    }
}
