using LocalRig.Units;

namespace LocalRig.Rigs;

/// <summary>How much of a Mac's memory macOS lets graphics programs take.</summary>
public static class AppleMemory
{
    // recommendedMaxWorkingSetSize as ggml logs it (older macOS, the lower bound): 11,453 MB of 16 GB and 22,906 of 32 are two thirds,
    // 28,991 of 36 and 51,540 of 64 are three quarters.
    private const int SmallestWithThreeQuarters = 36;

    /// <summary>What a graphics program gets unless the user raised the limit; newer versions of macOS give more.</summary>
    /// <param name="all">All memory of the Mac.</param>
    public static ByteSize WorkingSet(ByteSize all) =>
        all.Gibibytes < SmallestWithThreeQuarters ? new ByteSize(all.Bytes / 3 * 2) : new ByteSize(all.Bytes / 4 * 3);
}
