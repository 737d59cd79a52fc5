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
    /// <summary>When it was said, where that isn't now.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>The cards it listed.</summary>
    public ImmutableArray<NvidiaLine> Lines { get; } = [.. NvidiaLine.Read(Printed, Fields)];
}
