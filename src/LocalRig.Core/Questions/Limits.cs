using LocalRig.Rigs;

namespace LocalRig.Questions;

/// <summary>How much one asking may take; a server sets them lower than a terminal.</summary>
public sealed record Limits
{
    /// <summary>No limits but those a rig has.</summary>
    public static Limits None { get; } = new();

    /// <summary>Devices a rig, or all machines of a cluster together, may have.</summary>
    public int Devices { get; init; } = RigLimits.Devices;

    /// <summary>Lines a batch may have.</summary>
    public long Lines { get; init; } = long.MaxValue;

    /// <summary>Characters a request may have: a guide of the largest size, escaped, is within.</summary>
    public int Characters { get; init; } = 4 << 20;

    /// <summary>How long an answer may take.</summary>
    public TimeSpan Time { get; init; } = Timeout.InfiniteTimeSpan;
}
