using System.Globalization;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Local.Probes;

/// <summary>An AMD graphics processor as the amdgpu driver's files tell it (kernel documentation, amdgpu: mem_info_vram_total, mem_info_gtt_total).</summary>
public static class AmdCard
{
    // A discrete card's memory is larger than this; an APU's carve-out that is smaller borrows main memory through its GTT pool.
    private const double SmallestDiscreteGibibytes = 3.5;

    // Graphics of AMD's processors (its product pages), never cards.
    private static readonly string[] ProcessorGraphics = ["8060S", "8050S", "890M", "880M", "780M", "760M", "680M", "660M"];

    /// <summary>Reads one card; null when its files hold no sizes.</summary>
    /// <param name="name">Product name from the driver, empty when it gives none.</param>
    /// <param name="vramTotal">Text of <c>mem_info_vram_total</c>, bytes.</param>
    /// <param name="gttTotal">Text of <c>mem_info_gtt_total</c>, bytes of main memory the device may map.</param>
    /// <param name="mainMemory">All main memory left to the system.</param>
    public static Device? Parse(string name, string vramTotal, string gttTotal, ByteSize mainMemory)
    {
        if (Bytes(vramTotal) is not { } vram)
        {
            return null;
        }

        ByteSize gtt = Bytes(gttTotal) ?? ByteSize.Zero;
        // Strix Halo may carve out up to 96 GiB; what tells it from a card is that carve-out and main memory are one set of chips,
        // which its name says. Small carve-outs are APUs whatever their name.
        bool shares = vram.Gibibytes < SmallestDiscreteGibibytes || ProcessorGraphics.Any(g => name.Contains(g, StringComparison.Ordinal));
        ByteSize memory = shares ? vram + ByteSize.Min(gtt, mainMemory) : vram;
        return DeviceNames.Known(
            new Device { Name = "gpu0", Model = name.Length == 0 ? "AMD graphics" : name, Backend = Backend.Vulkan, Memory = memory, SharesHostMemory = shares }
        );
    }

    private static ByteSize? Bytes(string text) =>
        long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value > 0 ? new ByteSize(value) : null;
}
