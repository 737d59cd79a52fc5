namespace LocalRig.Forecasting;

/// <summary>The most tokens per second that data sheets allow: every weight and cached byte read once at peak bandwidth, every
/// operation at the peak rate of the fastest units. No efficiency, no overhead, nothing fitted.</summary>
internal static class Ceiling
{
    /// <summary>Seconds an answer's token takes at least.</summary>
    public static double DecodeSeconds(Work work, DeviceSpeed device) =>
        (work.Dense.TotalBytes + work.Experts.TotalBytes + work.CacheBytes) / device.Bandwidth;

    /// <summary>Seconds a prompt's batch takes at least.</summary>
    public static double PrefillSeconds(Work work, DeviceSpeed device)
    {
        double read = work.Dense.TotalBytes / device.Bandwidth;
        return device.Peak > 0
            ? Math.Max(read, LayerWork.OperationsPerElement * work.Elements * work.Tokens / device.Peak)
            : read;
    }
}
