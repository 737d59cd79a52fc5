namespace LocalRig.Cli;

/// <summary>Most commands end before their garbage would be worth collecting.</summary>
internal static class ShortLife
{
    // A survey of the whole catalogue allocates about 50 MB, tables made once included (docs/performance.md). Address space, not memory: what isn't written to isn't there.
    private const long Bytes = 96L << 20;

    // Where less is to be had (a container), what is put off would be missed.
    private const long Roomy = 1L << 30;

    /// <summary>Puts collecting off until this much was allocated; what lives longer is collected as ever.</summary>
    public static void Begin()
    {
        if (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes < Roomy)
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
