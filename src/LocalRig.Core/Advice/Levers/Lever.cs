using System.Collections.Immutable;
using LocalRig.Evidence;

namespace LocalRig.Advice.Levers;

/// <summary>One change to a configuration that moves memory or speed.</summary>
public sealed record Lever
{
    /// <summary>Its name in JSON: <c>kv-q8_0</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What it touches; two levers of one kind are alternatives, not a pair.</summary>
    public required LeverKind Kind { get; init; }

    /// <summary>What to do, in words.</summary>
    public required string Change { get; init; }

    /// <summary>The options that do it, as llama.cpp and LocalRig spell them; empty where no option does.</summary>
    public string Options { get; init; } = "";

    /// <summary>What it does to answers, in words.</summary>
    public string Quality { get; init; } = SameAnswers;

    /// <summary>What was measured of the quality after the change, claims side by side; empty where nothing was.</summary>
    public ImmutableArray<QualityMeasurement> Evidence { get; init; } = [];

    /// <summary>How much it gives up of the answers' quality.</summary>
    public Loss QualityLoss { get; init; }

    /// <summary>How much it gives up of context or of sequences served.</summary>
    public Loss CapacityLoss { get; init; }

    /// <summary>Whether it moves work to the processor: where no speed is known, that is taken for a large loss.</summary>
    public bool MovesToHost { get; init; }

    /// <summary>The configuration with the change made.</summary>
    public required Func<Configuration, Configuration> Apply { get; init; }

    /// <summary>The words for changes that move or schedule the same arithmetic.</summary>
    internal const string SameAnswers = "same answers";

    /// <summary>What is said of a change's effect on quality where nobody is known to have measured it for the model.</summary>
    public const string NotMeasured = "quality effect: no measurement known for this model";
}

/// <summary>What a lever touches.</summary>
public enum LeverKind
{
    /// <summary>Number types of the KV cache.</summary>
    CacheType,

    /// <summary>Flash attention.</summary>
    FlashAttention,

    /// <summary>The physical batch.</summary>
    Batch,

    /// <summary>Sequences served at once.</summary>
    Slots,

    /// <summary>Tokens of context.</summary>
    Context,

    /// <summary>Which memory weights and caches are in.</summary>
    Placement,

    /// <summary>Where the vision projector is.</summary>
    Projector,

    /// <summary>The model's quantization.</summary>
    Quantization,

    /// <summary>What else uses the machine's memory.</summary>
    OtherPrograms,

    /// <summary>The machine itself.</summary>
    Hardware,

    /// <summary>Drafting tokens that the model only checks.</summary>
    Drafting,
}
