namespace LocalRig.Ledger;

/// <summary>What the user says of a text that doesn't say it: llama-bench's table for people names neither the day nor, alone, the device.</summary>
/// <param name="Device">The device; empty where nobody said.</param>
/// <param name="At">When it was measured; null where nobody said.</param>
public sealed record ImportDefaults(string Device, DateTimeOffset? At)
{
    /// <summary>Nobody said anything.</summary>
    public static ImportDefaults None { get; } = new("", null);
}
