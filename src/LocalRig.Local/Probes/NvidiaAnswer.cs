using System.Collections.Immutable;

namespace LocalRig.Local.Probes;

/// <summary>What nvidia-smi said.</summary>
/// <param name="State">How asking it went.</param>
/// <param name="Reason">Why it didn't answer; empty where it did.</param>
/// <param name="Tool">What was asked.</param>
/// <param name="Fields">What it was asked for, in order.</param>
/// <param name="Printed">The lines it printed.</param>
/// <param name="Listing">What <c>-L</c> printed; empty where it wasn't asked.</param>
internal sealed record NvidiaAnswer(ToolState State, string Reason, string Tool, ImmutableArray<string> Fields, string Printed, string Listing)
{
    // Half a minute is what owners report without persistence mode (NVIDIA's page on driver persistence: each start initialises every card anew).
    private const int UsuallyEnough = 30;

    /// <summary>When it was said, where that isn't now.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>How long it was waited for.</summary>
    public TimeSpan Patience { get; init; }

    /// <summary>The option that waits longer: half a minute, or twice as long as was waited.</summary>
    public string Longer => $"--wait {Math.Max(UsuallyEnough, 2 * (int)Patience.TotalSeconds)}";

    /// <summary>The cards it listed.</summary>
    public ImmutableArray<NvidiaLine> Lines { get; } = [.. NvidiaLine.Read(Printed, Fields)];
}
