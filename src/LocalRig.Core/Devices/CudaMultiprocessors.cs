namespace LocalRig.Devices;

/// <summary>About how many multiprocessors an NVIDIA card has, from what its data sheet says it computes in 32 bits: cards of one generation run at much the same clock.</summary>
/// <remarks>Counts of the four cards are in Linux Format's test of the RTX 5090 (May 2025: 170, a third more than the RTX 4090, 2.5 times the RTX 2080 Ti; 82 of the RTX 3090 in its own
/// data sheet), their rates in data/devices/devices.csv. Right to a tenth for desktop cards; notebooks' lower clocks give too few.</remarks>
internal static class CudaMultiprocessors
{
    private const double Tera = 1e12;

    /// <summary>The estimate; null where the generation or the rate isn't known.</summary>
    public static int? Of(KnownDevice device) =>
        PerMultiprocessor(device.ComputeCapability) is double each && device.Compute.Shader is double all ? (int)Math.Round(all / each) : null;

    /// <summary>Operations per second of one multiprocessor.</summary>
    private static double? PerMultiprocessor(int? computeCapability) =>
        computeCapability switch
        {
            75 => 13.45 * Tera / 68, // RTX 2080 Ti
            86 => 35.58 * Tera / 82, // RTX 3090
            89 => 82.58 * Tera / 128, // RTX 4090
            120 => 104.8 * Tera / 170, // RTX 5090
            _ => null,
        };
}
