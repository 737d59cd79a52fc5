using LocalRig.Planning;
using LocalRig.Units;
using Spectre.Console;

namespace LocalRig.Cli.Rendering;

/// <summary>A device's memory as one stacked bar, to scale; what overflows is marked.</summary>
internal static class MemoryBar
{
    private const char Free = '·';
    private const char Overflow = '!';

    /// <summary>Draws the bar in as many cells.</summary>
    public static void Append(Paragraph bar, DevicePlan device, int cells)
    {
        long scale = Math.Max(device.Usable.Bytes, Used(device).Bytes);
        long sum = 0;
        int drawn = 0;
        foreach (MemoryPart part in MemoryPart.All)
        {
            sum += part.Bytes(device).Bytes;
            int end = Cell(sum, scale, cells);
            bar.Append(new string(part.Fill, end - drawn), Style.Parse(part.Colour));
            drawn = end;
        }

        bar.Append(new string(Free, cells - drawn), Style.Parse("grey"));
    }

    /// <summary>Whether the bar overflows, as a sign after it.</summary>
    public static string Sign(DevicePlan device) => device.Headroom < ByteSize.Zero ? new string(Overflow, 1) : "";

    /// <summary>Everything in a device's memory.</summary>
    public static ByteSize Used(DevicePlan device) => device.Total + device.SharedElsewhere;

    private static int Cell(long bytes, long scale, int cells) => scale == 0 ? 0 : (int)Math.Round(bytes / (double)scale * cells);
}
