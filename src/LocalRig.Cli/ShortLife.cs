using LocalRig.Contract;

namespace LocalRig.Cli;

/// <summary>Most commands end before their garbage would be worth collecting.</summary>
internal static class ShortLife
{
    // A survey of the whole catalogue allocates about 50 MB, tables made once included (docs/performance.md). Address space, not memory: what isn't written to isn't there.
    private const long Bytes = 96L << 20;

    // Where less is to be had (a container), what is put off would be missed.
    private const long Roomy = 1L << 30;

    // Every question was answered with 64 MiB (docs/reliability.md); with 48 some ended in the middle of an allocation, where nothing can be said any more.
    // The runtime counts three quarters of a container's limit as its own (GC heap hard limit).
    private const long Fewest = (64L << 20) * 3 / 4;

    private static long Allowed => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>What to say where there is too little memory to answer at all; null where there is enough.</summary>
    public static Problem? TooLittleMemory() =>
        Allowed < Fewest
            ? new Problem(ErrorCode.Limit, $"LocalRig needs 64 MiB of memory and may use {Allowed * 4 / 3 / (1 << 20)} here.", "Give the container more (docker run --memory, ulimit).")
            : null;

    /// <summary>Puts collecting off until this much was allocated; what lives longer is collected as ever.</summary>
    public static void Begin()
    {
        if (Allowed < Roomy)
        {
            return;
        }

        try
        {
            GC.TryStartNoGCRegion(Bytes);
        }
        catch (ArgumentOutOfRangeException)
        {
            // Less memory than that is allowed here (a container, ulimit): collecting begins at once.
        }
    }
}
