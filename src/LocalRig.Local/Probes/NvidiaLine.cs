using System.Globalization;
using LocalRig.Units;

namespace LocalRig.Local.Probes;

/// <summary>A card as <c>nvidia-smi --query-gpu</c> lists it.</summary>
/// <param name="Name">Product name.</param>
/// <param name="MemoryTold">Its memory as printed: a number of MiB, <c>[N/A]</c>, or what is wrong.</param>
/// <param name="Memory">The same as a size; null where it is none.</param>
/// <param name="Free">What is free of it; null where that isn't told.</param>
/// <param name="Capability">Compute capability, times ten; null where that isn't told.</param>
/// <param name="Sliced">Whether it is cut into MIG slices.</param>
internal sealed record NvidiaLine(string Name, string MemoryTold, ByteSize? Memory, ByteSize? Free, int? Capability, bool Sliced)
{
    // Boards whose graphics have no memory of their own, by words of the names their drivers print: "NVIDIA GB10", "NVIDIA Thor", "Orin (nvgpu)".
    private static readonly string[] SharingWords = ["gb10", "thor", "orin", "xavier", "nvgpu", "tegra"];

    /// <summary>Whether its memory is the machine's.</summary>
    public bool SharesHostMemory => Devices.ProductName.Words(Name).Any(SharingWords.Contains);

    /// <summary>Reads what was printed, a line for each card; a line that isn't one is passed over.</summary>
    /// <param name="printed">What the tool printed.</param>
    /// <param name="fields">What it was asked for, in order.</param>
    public static IEnumerable<NvidiaLine> Read(string printed, IReadOnlyList<string> fields)
    {
        foreach (string line in printed.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] cells = line.Split(',', StringSplitOptions.TrimEntries);
            if (cells.Length != fields.Count || cells.Length < 2)
            {
                continue;
            }

            string Cell(string field) => fields.ToList().IndexOf(field) is >= 0 and int at ? cells[at] : "";
            string memory = Cell(NvidiaSmi.MemoryField);
            yield return new NvidiaLine(cells[0], memory, Mebibytes(memory), Mebibytes(Cell(NvidiaSmi.FreeField)), Capabilities(Cell(NvidiaSmi.CapabilityField)), Cell(NvidiaSmi.SlicesField) == "Enabled");
        }
    }

    private static ByteSize? Mebibytes(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? new ByteSize(value * (long)ByteSize.BytesPerMebibyte) : null;

    private static int? Capabilities(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) ? (int)(value * 10) : null;
}
