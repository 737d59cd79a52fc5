using System.Collections.Immutable;
using LocalRig.Runtimes;

namespace LocalRig.Serving;

/// <summary>The commands that start a plan, in the order to give them: <c>HEAD</c> stands for the first machine's address,
/// <c>CHECKPOINT</c> for a repository or folder in the format.</summary>
public static class ServingCommands
{
    /// <summary>What stands for a repository LocalRig doesn't know.</summary>
    public const string Placeholder = "CHECKPOINT";

    /// <summary>The commands of a plan.</summary>
    public static ImmutableArray<NodeCommand> Of(ServingPlan plan) =>
        plan.Question.Runtime == ServingRuntime.Vllm ? VllmCommand.Lines(Launch(plan)) : SglangCommand.Lines(Launch(plan));

    /// <summary>What a plan is started with.</summary>
    internal static ServingLaunch Launch(ServingPlan plan) => new()
    {
        Weights = plan.Repository ?? Placeholder,
        Context = plan.Question.Context,
        Sequences = plan.MaxSequences,
        Utilization = plan.Question.Utilization,
        CacheInFp8 = plan.Question.CacheInFp8,
        Parallelism = plan.Parallelism,
        Nodes = plan.Cluster.Nodes.Length,
        ReplicasPerNode = [.. Enumerable.Range(0, plan.Cluster.Nodes.Length).Select(n => plan.Ranks.Count(r => r.Node == n) / plan.Parallelism.Tensor)],
    };
}
