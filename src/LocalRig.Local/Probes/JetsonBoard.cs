using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Local.Probes;

/// <summary>Which Jetson a board is. nvidia-smi is missing before JetPack 6 and from then on says <c>Orin (nvgpu)</c> without a size, so the
/// board's device tree is asked: <c>/proc/device-tree/model</c> in words, <c>compatible</c> in part numbers.</summary>
internal static class JetsonBoard
{
    // CUDA GPUs (NVIDIA's developer pages): compute capability by chip; longer names first.
    private static readonly (string Word, int Capability)[] Chips = [("thor", 110), ("orin", 87), ("xavier", 72), ("tx2", 62), ("tx1", 53), ("nano", 53)];

    /// <summary>The board's graphics, which share main memory; null where the board is no Jetson.</summary>
    /// <param name="model">The device tree's model: <c>NVIDIA Jetson AGX Orin Developer Kit</c>; JetPack 5 leaves out NVIDIA or Jetson.</param>
    /// <param name="compatible">The device tree's compatible list; boards with the faster clocks say <c>-super</c>.</param>
    /// <param name="mainMemory">All main memory.</param>
    public static Device? Parse(string model, string? compatible, ByteSize mainMemory)
    {
        string name = model.TrimEnd('\0', '\n', ' ');
        bool jetson = name.Contains("Jetson", StringComparison.OrdinalIgnoreCase);
        bool nvidia = name.Contains("NVIDIA", StringComparison.OrdinalIgnoreCase);
        (string word, int capability) = Array.Find(Chips, c => name.Contains(c.Word, StringComparison.OrdinalIgnoreCase));
        if (word is null || !(jetson || nvidia))
        {
            return null;
        }

        name = jetson ? name : name.Replace("NVIDIA", "NVIDIA Jetson", StringComparison.OrdinalIgnoreCase);
        bool faster = compatible?.Contains("-super", StringComparison.Ordinal) ?? false;
        return DeviceNames.Known(
            new Device
            {
                Name = "gpu0",
                Model = faster && !name.Contains("Super", StringComparison.OrdinalIgnoreCase) ? $"{name} Super" : name,
                Backend = Backend.Cuda,
                Memory = mainMemory,
                ComputeCapability = capability,
                SharesHostMemory = true,
            });
    }
}
