using System.Collections.Immutable;

namespace LocalRig.Runtimes;

/// <summary>What vLLM or SGLang is started with.</summary>
public sealed record ServingLaunch
{
    /// <summary>The repository, folder or file of the weights.</summary>
    public required string Weights { get; init; }

    /// <summary>The repository of the tokenizer where the weights have none, or empty.</summary>
    public string Tokenizer { get; init; } = "";

    /// <summary>The type to compute in, or empty for the checkpoint's own.</summary>
    public string Type { get; init; } = "";

    /// <summary>Tokens of one sequence.</summary>
    public required int Context { get; init; }

    /// <summary>Most sequences at once, or null for the runtime's own bound.</summary>
    public int? Sequences { get; init; }

    /// <summary>Share of device memory, or null for the runtime's own.</summary>
    public double? Utilization { get; init; }

    /// <summary>Whether keys and values are kept in FP8.</summary>
    public bool CacheInFp8 { get; init; }

    /// <summary>How devices share the model.</summary>
    public required Parallelism Parallelism { get; init; }

    /// <summary>Machines.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>Replicas that start on each machine, where there are several of both.</summary>
    public ImmutableArray<int> ReplicasPerNode { get; init; } = [];

    /// <summary>Tokens to draft with the model's own prediction head, 0 for none.</summary>
    public int Drafted { get; init; }
}

/// <summary>A command for one machine.</summary>
/// <param name="Node">The machine, from 0.</param>
/// <param name="Text">What to type there.</param>
public sealed record NodeCommand(int Node, string Text);

/// <summary>Commands for a group of machines that start alike.</summary>
/// <param name="Head">What the first one types, which takes requests.</param>
/// <param name="Other">What every other one types.</param>
public sealed record GroupCommand(string Head, string Other);
