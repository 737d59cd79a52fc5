using LocalRig.Units;

namespace LocalRig.Devices;

/// <summary>A device's way to the host.</summary>
/// <param name="Generation">PCI Express generation: 4.</param>
/// <param name="Lanes">How many lanes: 16.</param>
public sealed record PcieLink(int Generation, int Lanes)
{
    // Bytes per second of one lane by generation (PCI-SIG: 2.5, 5, 8, 16, 32 GT/s; 8b/10b before the third, 128b/130b after).
    private static readonly double[] LaneBytes = [0, 0.25e9, 0.5e9, 0.985e9, 1.969e9, 3.938e9];

    /// <summary>Bytes per second in one direction; null for a generation whose rate isn't listed here.</summary>
    public Bandwidth? Bandwidth => Generation > 0 && Generation < LaneBytes.Length ? new Bandwidth(LaneBytes[Generation] * Lanes) : null;
}
