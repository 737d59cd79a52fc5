using System.Globalization;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Local.Probes;

/// <summary>Memory modules as the machine's firmware lists them (SMBIOS, type 17): printed by <c>dmidecode -t memory</c>, which only root can
/// run, or told by Windows as <c>Win32_PhysicalMemory</c>.</summary>
/// <param name="Count">Modules: sockets that hold one, or channels of soldered memory.</param>
/// <param name="TransfersPerSecond">The configured rate in transfers per second; null where it isn't told or differs between modules.</param>
/// <param name="Channels">Channels that hold a module; null where sockets' names don't tell.</param>
/// <param name="BusBits">Width of all channels together, in bits; null where a channel or its width isn't told.</param>
public sealed record MemoryModules(int Count, double? TransfersPerSecond, int? Channels, int? BusBits)
{
    private const double Mega = 1e6;
    private const int BitsPerByte = 8;

    /// <summary>Rate times width; null where either isn't known.</summary>
    public Bandwidth? Bandwidth => TransfersPerSecond is double rate && BusBits is int bits ? new Bandwidth(rate * bits / BitsPerByte) : null;

    /// <summary>Modules taken together; null when there is none.</summary>
    internal static MemoryModules? Of(IReadOnlyCollection<MemoryModule> modules)
    {
        if (modules.Count == 0)
        {
            return null;
        }

        HashSet<double?> rates = [.. modules.Select(static m => m.TransfersPerSecond)];
        ILookup<string?, int?> channels = modules.ToLookup(static m => MemoryChannel.Of(m.Bank, m.Locator), static m => m.Bits);
        bool known = !channels.Contains(null);
        // Modules that share a channel have its width.
        bool wide = known && channels.All(static c => c.Distinct().ToArray() is [int]);
        return new MemoryModules(
            modules.Count, rates.Count == 1 ? rates.First() : null, known ? channels.Count : null, wide ? channels.Sum(static c => c.First()) : null);
    }

    /// <summary>What was found, in words.</summary>
    internal Finding Told(string how)
    {
        string width = BusBits is int bits && Channels is int each && each > 0 && bits % each == 0 ? $" of {bits / each} bits" : BusBits is int all ? $", {all} bits together" : "";
        string channels = Channels is int known ? $"{known} {(known == 1 ? "channel" : "channels")}{width}" : "channels not told";
        string rate = TransfersPerSecond is double speed ? $"{speed / Mega:0} MT/s" : "rate not told";
        return new Finding("memory channels", $"{Count} {(Count == 1 ? "module" : "modules")}, {channels}, {rate}{(Bandwidth is { } b ? $": {b}" : "")}", how);
    }

    /// <summary>Reads dmidecode's listing; null when it holds no module.</summary>
    public static MemoryModules? Parse(string printed)
    {
        List<MemoryModule> modules = [];
        foreach (string block in printed.ReplaceLineEndings("\n").Split("\n\n"))
        {
            if (block.Contains("Memory Device\n", StringComparison.Ordinal) && Field(block, "Size") is { Length: > 0 } size && char.IsDigit(size[0]) && size[0] != '0')
            {
                modules.Add(new MemoryModule(
                    Rate(Field(block, "Configured Memory Speed") ?? Field(block, "Configured Clock Speed")),
                    MemoryModule.Width(Field(block, "Data Width") is { } width && width.EndsWith(" bits", StringComparison.Ordinal) ? width[..^" bits".Length] : "", Field(block, "Type") ?? ""),
                    Field(block, "Bank Locator") ?? "",
                    Field(block, "Locator") ?? ""));
            }
        }

        return Of(modules);
    }

    private static string? Field(string block, string name) =>
        block.Split('\n').Select(static l => l.Trim().Split(": ", 2)).FirstOrDefault(p => p.Length == 2 && p[0] == name)?[1].Trim();

    private static double? Rate(string? text) =>
        text?.Split(' ') is [var number, "MT/s" or "MHz", ..] && double.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out double rate) && double.IsFinite(rate) ? rate * Mega : null;
}
