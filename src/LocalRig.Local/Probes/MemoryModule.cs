using System.Globalization;

namespace LocalRig.Local.Probes;

/// <summary>One module.</summary>
/// <param name="TransfersPerSecond">Its configured rate; null where it isn't told.</param>
/// <param name="Bits">Its width in bits without those for correction; null where it isn't told.</param>
/// <param name="Bank">Name of its bank.</param>
/// <param name="Locator">Name of its socket.</param>
internal sealed record MemoryModule(double? TransfersPerSecond, int? Bits, string Bank, string Locator)
{
    // JEDEC: a channel of DDR to DDR5 is 64 bits wide (two of 32 in DDR5); firmware lists one of LPDDR as 16, 32 or 64.
    private const int UsualBits = 64;
    private static readonly int[] Widths = [16, 32, UsualBits];

    /// <summary>A width as firmware tells it; what a module of DDR has where it doesn't. LPDDR's channels come in several widths, so theirs stays unknown.</summary>
    /// <param name="told">A number of bits, or anything else.</param>
    /// <param name="type"><c>DDR5</c>, <c>LPDDR5</c>; empty where it isn't told.</param>
    public static int? Width(string told, string type)
    {
        if (int.TryParse(told, NumberStyles.None, CultureInfo.InvariantCulture, out int bits) && bits > 0)
        {
            return Widths.Contains(bits) ? bits : null;
        }

        return type.Contains("LPDDR", StringComparison.OrdinalIgnoreCase) ? null : UsualBits;
    }
}
