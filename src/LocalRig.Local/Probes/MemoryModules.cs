using System.Globalization;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Local.Probes;

/// <summary>Memory modules as the machine's firmware lists them (SMBIOS, type 17): printed by <c>dmidecode -t memory</c>, which only root can
/// run, or told by Windows as <c>Win32_PhysicalMemory</c>.</summary>
/// <param name="Count">Sockets that hold a module.</param>
/// <param name="TransfersPerSecond">The configured rate in transfers per second; null where it isn't told or differs between modules.</param>
/// <param name="Channels">Channels that hold a module; null where sockets' names don't tell.</param>
public sealed record MemoryModules(int Count, double? TransfersPerSecond, int? Channels)
{
    private const double Mega = 1e6;

    // JEDEC: a channel of DDR to DDR5 is 64 bits wide (two of 32 in DDR5).
    private const int BytesPerTransfer = 8;

    /// <summary>Channels times rate times width; null where either isn't known.</summary>
    public Bandwidth? Bandwidth => TransfersPerSecond is double rate && Channels is int channels ? new Bandwidth(rate * channels * BytesPerTransfer) : null;

    /// <summary>Modules by their rates and the names of their sockets; null when there is none.</summary>
    /// <param name="modules">Per module, transfers per second where told, and the names of bank and socket.</param>
    internal static MemoryModules? Of(IReadOnlyCollection<(double? Rate, string Locators)> modules)
    {
        HashSet<double?> rates = [.. modules.Select(static m => m.Rate)];
        HashSet<string?> channels = [.. modules.Select(static m => Channel(m.Locators))];
        return modules.Count == 0 ? null : new MemoryModules(modules.Count, rates.Count == 1 ? rates.First() : null, channels.Contains(null) ? null : channels.Count);
    }

    /// <summary>What was found, in words.</summary>
    internal Finding Told(string how)
    {
        string channels = Channels is int known ? $"{known} channels" : "channels not told";
        string rate = TransfersPerSecond is double speed ? $"{speed / Mega:0} MT/s" : "rate not told";
        return new Finding("memory channels", $"{Count} modules, {channels}, {rate}{(Bandwidth is { } b ? $": {b}" : "")}", how);
    }

    /// <summary>Reads dmidecode's listing; null when it holds no module.</summary>
    public static MemoryModules? Parse(string printed)
    {
        List<(double? Rate, string Locators)> modules = [];
        foreach (string block in printed.Split("\n\n"))
        {
            if (!block.Contains("Memory Device", StringComparison.Ordinal) || Field(block, "Size") is not { } size || !char.IsDigit(size[0]))
            {
                continue;
            }

            double? rate = Rate(Field(block, "Configured Memory Speed") ?? Field(block, "Configured Clock Speed"));
            modules.Add((rate, $"{Field(block, "Bank Locator")} {Field(block, "Locator")}"));
        }

        return Of(modules);
    }

    private static string? Field(string block, string name) =>
        block.Split('\n').Select(static l => l.Trim().Split(": ", 2)).FirstOrDefault(p => p.Length == 2 && p[0] == name)?[1].Trim();

    private static double? Rate(string? text) =>
        text?.Split(' ') is [var number, "MT/s" or "MHz", ..] && double.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out double rate) ? rate * Mega : null;

    /// <summary><c>P0 CHANNEL A</c>, <c>Controller0-ChannelB-DIMM0</c>: everything up to the channel's letter.</summary>
    private static string? Channel(string locators)
    {
        int at = locators.IndexOf("channel", StringComparison.OrdinalIgnoreCase);
        string rest = at < 0 ? "" : locators[(at + "channel".Length)..].TrimStart(' ', '-', '_');
        return rest.Length == 0 ? null : locators[..at].ToUpperInvariant() + rest[..1].ToUpperInvariant();
    }
}
