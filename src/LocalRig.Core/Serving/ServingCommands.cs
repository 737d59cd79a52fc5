using System.Collections.Immutable;
using System.Globalization;

namespace LocalRig.Serving;

/// <summary>A command for one machine.</summary>
/// <param name="Node">The machine, from 0.</param>
/// <param name="Text">What to type there.</param>
public sealed record NodeCommand(int Node, string Text);

/// <summary>The commands that start a plan, in the order to give them: <c>HEAD</c> stands for the first machine's address,
/// <c>CHECKPOINT</c> for a repository or folder in the format.</summary>
public static class ServingCommands
{
    /// <summary>What stands for a repository LocalRig doesn't know.</summary>
    public const string Placeholder = "CHECKPOINT";

    private const int RayPort = 6379; // ray start's default
    private const int DistPort = 20000; // the port SGLang's multi-node examples use

    /// <summary>The commands of a plan.</summary>
    public static ImmutableArray<NodeCommand> Of(ServingPlan plan) =>
        plan.Question.Runtime == ServingRuntime.Vllm ? Vllm(plan) : Sglang(plan);

    private static ImmutableArray<NodeCommand> Vllm(ServingPlan plan)
    {
        ServingQuestion asked = plan.Question;
        List<string> words = ["vllm", "serve", Name(plan), "--max-model-len", $"{asked.Context}", "--gpu-memory-utilization", Share(asked)];
        void Add(bool when, params ReadOnlySpan<string> flags) => words.AddRange(when ? flags : []);
        Add(plan.Parallelism.Tensor > 1, "--tensor-parallel-size", $"{plan.Parallelism.Tensor}");
        Add(plan.Parallelism.Pipeline > 1, "--pipeline-parallel-size", $"{plan.Parallelism.Pipeline}");
        Add(asked.CacheInFp8, "--kv-cache-dtype", "fp8");
        int nodes = plan.Cluster.Nodes.Length;
        if (nodes == 1)
        {
            return [new(0, string.Join(' ', words))];
        }

        Add(true, "--distributed-executor-backend", "ray");
        return
        [
            new(0, $"ray start --head --port={RayPort}"),
            .. Enumerable.Range(1, nodes - 1).Select(n => new NodeCommand(n, $"ray start --address=HEAD:{RayPort}")),
            new(0, string.Join(' ', words)),
        ];
    }

    private static ImmutableArray<NodeCommand> Sglang(ServingPlan plan)
    {
        ServingQuestion asked = plan.Question;
        int nodes = plan.Cluster.Nodes.Length;
        return
        [
            .. Enumerable.Range(0, nodes).Select(node =>
            {
                List<string> words = ["python3", "-m", "sglang.launch_server", "--model-path", Name(plan), "--context-length", $"{asked.Context}", "--mem-fraction-static", Share(asked)];
                void Add(bool when, params ReadOnlySpan<string> flags) => words.AddRange(when ? flags : []);
                Add(plan.Parallelism.Tensor > 1, "--tp", $"{plan.Parallelism.Tensor}");
                Add(plan.Parallelism.Pipeline > 1, "--pp-size", $"{plan.Parallelism.Pipeline}");
                Add(asked.CacheInFp8, "--kv-cache-dtype", "fp8_e5m2");
                Add(nodes > 1, "--nnodes", $"{nodes}", "--node-rank", $"{node}", "--dist-init-addr", $"HEAD:{DistPort}");
                return new NodeCommand(node, string.Join(' ', words));
            }),
        ];
    }

    private static string Name(ServingPlan plan) => plan.Repository ?? Placeholder;

    private static string Share(ServingQuestion asked) => asked.Utilization.ToString("0.##", CultureInfo.InvariantCulture);
}
