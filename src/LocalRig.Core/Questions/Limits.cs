namespace LocalRig.Questions;

/// <summary>How much one asking may take; a server sets them lower than a terminal.</summary>
public sealed record Limits
{
    /// <summary>No limits but those a rig has.</summary>
    public static Limits None { get; } = new();

    /// <summary>Devices a rig, or all machines of a cluster together, may have.</summary>
    public int Devices { get; init; } = int.MaxValue;

    /// <summary>Lines a batch may have.</summary>
    public long Lines { get; init; } = long.MaxValue;

    /// <summary>Characters a request may have.</summary>
    public int Characters { get; init; } = int.MaxValue;

    /// <summary>How long an answer may take.</summary>
    public TimeSpan Time { get; init; } = Timeout.InfiniteTimeSpan;
}
