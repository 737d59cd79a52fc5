using System.Collections.Immutable;
using LocalRig.Models;
using LocalRig.Runtimes;
using LocalRig.Units;

namespace LocalRig.Serving;

/// <summary>A model served by vLLM or SGLang on one or more machines.</summary>
public sealed record ServingPlan
{
    /// <summary>What was asked.</summary>
    public required ServingQuestion Question { get; init; }

    /// <summary>The model, its tensors at 16 bits.</summary>
    public required Model Model { get; init; }

    /// <summary>The machines.</summary>
    public required Cluster Cluster { get; init; }

    /// <summary>How linear layers are stored.</summary>
    public required WeightFormat Format { get; init; }

    /// <summary>How the model is spread.</summary>
    public required Parallelism Parallelism { get; init; }

    /// <summary>One entry per device, by rank.</summary>
    public required ImmutableArray<RankPlan> Ranks { get; init; }

    /// <summary>Tokens of attention one page holds.</summary>
    public required int Block { get; init; }

    /// <summary>Cache bytes of one token on the fullest device, of layers that keep every token.</summary>
    public required ByteSize CachePerToken { get; init; }

    /// <summary>Tokens the pool holds.</summary>
    public required CountRange PoolTokens { get; init; }

    /// <summary>Blocks of the pool.</summary>
    public CountRange Blocks { get; init; }

    /// <summary>The most sequences at once to start vLLM with, where its own number may be refused; null where it is not.</summary>
    public int? MaxSequences { get; init; }

    /// <summary>Sequences of the asked context the pool holds at once.</summary>
    public required SequenceRange Sequences { get; init; }

    /// <summary>What the link costs; null on one machine.</summary>
    public LinkEffect? Link { get; init; }

    /// <summary>The most tokens per second one sequence can get: every weight read once and the link's least time; null where a bandwidth is unknown.</summary>
    public double? DecodeCeiling { get; init; }

    /// <summary>What to know, one sentence each.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The repository that serves, or null when LocalRig knows none in this format.</summary>
    public string? Repository =>
        (Question.Checkpoint ?? Checkpoint.Find(Model.Id, Format))?.Repository
        ?? ((Format == WeightFormat.Bf16 || Format == WeightFormat.MxFp4) && Question.Repository.Length > 0 && Checkpoint.ReleasedAs(Model.Id) is null ? Question.Repository : null);

    /// <summary>Whether at least one sequence fits by the likely figures.</summary>
    public bool Fits => Sequences.Likely >= 1;

    /// <summary>Whether it fits even by the worst figures.</summary>
    public bool FitsSurely => Sequences.Low >= 1;
}

/// <summary>A count known within bounds.</summary>
/// <param name="Low">The least.</param>
/// <param name="Likely">The figure to reckon with.</param>
/// <param name="High">The most.</param>
public readonly record struct CountRange(long Low, long Likely, long High);

/// <summary>Sequences at once within bounds; a fraction below one means that not even one fits.</summary>
/// <param name="Low">The least.</param>
/// <param name="Likely">The figure to reckon with.</param>
/// <param name="High">The most.</param>
public readonly record struct SequenceRange(double Low, double Likely, double High);

/// <summary>One device of a serving plan.</summary>
/// <param name="Node">Its machine, from 0.</param>
/// <param name="Device">Its name on that machine.</param>
/// <param name="Stage">Its pipeline stage, from 0.</param>
/// <param name="Layers">Layers of that stage.</param>
/// <param name="Weights">What the runtime reports as loaded.</param>
/// <param name="Overheads">What the runtime's start-up takes besides.</param>
/// <param name="Besides">What of it counts against the limit: all under vLLM, the runtime's share under SGLang.</param>
/// <param name="Budget">Utilization times the device's memory.</param>
/// <param name="Pool">What is left for cache; negative when nothing is.</param>
public sealed record RankPlan(int Node, string Device, int Stage, int Layers, SizeRange Weights, Overheads Overheads, SizeRange Besides, SizeRange Budget, SizeRange Pool);
