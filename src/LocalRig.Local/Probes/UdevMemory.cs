using System.Globalization;

namespace LocalRig.Local.Probes;

/// <summary>Memory modules as udev keeps them for every user to read: systemd's dmi_memory_id writes what firmware lists (SMBIOS, type 17) into the
/// properties of the device <c>/sys/class/dmi/id</c>, <c>E:MEMORY_DEVICE_0_SIZE=17179869184</c>.</summary>
internal static class UdevMemory
{
    /// <summary>Where udev keeps them.</summary>
    public const string Path = "/run/udev/data/+dmi:id";

    private const string Prefix = "E:MEMORY_DEVICE_";
    private const double Mega = 1e6;

    /// <summary>Reads the properties; null when they list no module.</summary>
    public static MemoryModules? Parse(string text)
    {
        Dictionary<string, Dictionary<string, string>> devices = [];
        foreach (string line in text.Split('\n', StringSplitOptions.TrimEntries).Where(static l => l.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            if (line[Prefix.Length..].Split('=', 2) is [var name, var value] && name.Split('_', 2) is [var number, var key])
            {
                (devices.TryGetValue(number, out Dictionary<string, string>? device) ? device : devices[number] = [])[key] = value;
            }
        }

        return MemoryModules.Of([.. devices.Values.Where(static d => long.TryParse(d.GetValueOrDefault("SIZE"), NumberStyles.None, CultureInfo.InvariantCulture, out long size) && size > 0).Select(Module)]);
    }

    private static MemoryModule Module(Dictionary<string, string> device)
    {
        string Told(string key) => device.GetValueOrDefault(key, "");
        double? rate = int.TryParse(Told("CONFIGURED_SPEED_MTS"), NumberStyles.None, CultureInfo.InvariantCulture, out int speed) && speed > 0 ? speed * Mega : null;
        return new MemoryModule(rate, MemoryModule.Width(Told("DATA_WIDTH"), Told("TYPE")), Told("BANK_LOCATOR"), Told("LOCATOR"));
    }
}
