using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Local.Probes;

/// <summary>Which Jetson a board is. nvidia-smi is missing before JetPack 6 and from then on says <c>Orin (nvgpu)</c> without a size, so the
/// board's device tree is asked: <c>/proc/device-tree/model</c> in words, <c>compatible</c> in part numbers.</summary>
internal static class JetsonBoard
{
    // CUDA GPUs (NVIDIA's developer pages): compute capability by chip; longer names first.
    private static readonly (string Word, string Chip, int Capability)[] Chips =
        [("thor", "tegra264", 110), ("orin", "tegra234", 87), ("xavier", "tegra194", 72), ("tx2", "tegra186", 62), ("tx1", "tegra210", 53), ("nano", "tegra210", 53)];

    // Modules by part number (NVIDIA's Jetson Linux developer guide, "Jetson Modules and Configurations"), for carrier boards of other makers,
    // whose model tells theirs.
    private static readonly (string Part, string Module)[] Modules =
        [("p3701", "NVIDIA Jetson AGX Orin"), ("p3767-0000", "NVIDIA Jetson Orin NX"), ("p3767-0001", "NVIDIA Jetson Orin NX"), ("p3767", "NVIDIA Jetson Orin Nano"), ("p3834", "NVIDIA Jetson AGX Thor"),
         ("p2888", "NVIDIA Jetson AGX Xavier"), ("p3668", "NVIDIA Jetson Xavier NX"), ("p3448", "NVIDIA Jetson Nano")];

    /// <summary>The board's graphics, which share main memory; null where the board is no Jetson.</summary>
    /// <param name="model">The device tree's model: <c>NVIDIA Jetson AGX Orin Developer Kit</c>; JetPack 5 leaves out NVIDIA or Jetson.</param>
    /// <param name="compatible">The device tree's compatible list; boards with the faster clocks say <c>-super</c>.</param>
    /// <param name="mainMemory">All main memory.</param>
    public static Device? Parse(string model, string? compatible, ByteSize mainMemory)
    {
        string name = model.TrimEnd('\0', '\n', ' ');
        string parts = compatible ?? "";
        if (Array.Exists(Chips, c => parts.Contains(c.Chip, StringComparison.Ordinal)) && !Array.Exists(Chips, c => name.Contains(c.Word, StringComparison.OrdinalIgnoreCase)))
        {
            name = Array.Find(Modules, m => parts.Contains(m.Part, StringComparison.Ordinal)).Module ?? name;
        }

        bool jetson = name.Contains("Jetson", StringComparison.OrdinalIgnoreCase);
        bool nvidia = name.Contains("NVIDIA", StringComparison.OrdinalIgnoreCase);
        (string word, _, int capability) = Array.Find(Chips, c => name.Contains(c.Word, StringComparison.OrdinalIgnoreCase));
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
