using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using LocalRig.Devices;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Local.Probes;

/// <summary>A Windows machine as CIM and the registry tell it, in one JSON object from PowerShell. The adapters that are present come from
/// <c>Win32_VideoController</c>; their memory from the driver's registry key, because <c>AdapterRAM</c> ends at 4 GiB
/// (Microsoft's documentation of both).</summary>
internal static class WindowsMachine
{
    private const long Kibibyte = 1024;

    // SMBIOS, type 17, memory type: LPDDR, LPDDR2, LPDDR3, LPDDR4, LPDDR5.
    private static readonly long[] LowPower = [0x1B, 0x1C, 0x1D, 0x1E, 0x23];

    // Of ids that aren't listed, an adapter with less of its own is a processor's graphics with a carve-out; it borrows main memory.
    private const double SmallestDiscreteGibibytes = 3.5;

    /// <summary>What to ask PowerShell.</summary>
    public const string Script =
        "[pscustomobject]@{os=Get-CimInstance Win32_OperatingSystem|select TotalVisibleMemorySize,FreePhysicalMemory;"
        + "cpu=@(Get-CimInstance Win32_Processor|select Name,NumberOfCores,NumberOfLogicalProcessors);"
        + "video=@(Get-CimInstance Win32_VideoController|select Name,PNPDeviceID,AdapterRAM,ConfigManagerErrorCode);"
        + "keys=@(Get-ItemProperty 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Class\\{4d36e968-e325-11ce-bfc1-08002be10318}\\0*' -ErrorAction SilentlyContinue|select DriverDesc,HardwareInformation.qwMemorySize);"
        + "memory=@(Get-CimInstance Win32_PhysicalMemory|select Capacity,ConfiguredClockSpeed,BankLabel,DeviceLocator,DataWidth,SMBIOSMemoryType)}|ConvertTo-Json -Depth 4 -Compress";

    /// <summary>Reads the object; null when it is none.</summary>
    /// <param name="json">What PowerShell printed.</param>
    /// <param name="withoutNvidia">Whether NVIDIA cards are left to nvidia-smi, which knows more of them.</param>
    public static (Host Host, Seen Seen)? Parse(string json, bool withoutNvidia)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            JsonElement system = root.GetProperty("os");
            Host host = new()
            {
                Memory = new ByteSize(system.GetProperty("TotalVisibleMemorySize").GetInt64() * Kibibyte),
                Usable = new ByteSize(system.GetProperty("FreePhysicalMemory").GetInt64() * Kibibyte),
            };
            MemoryModules? modules = MemoryModules.Of([.. root.GetProperty("memory").EnumerateArray().Select(Module)]);
            host = host with { Bandwidth = modules?.Bandwidth };
            List<string> left = [];
            ImmutableArray<Device> devices = Devices(root, host, withoutNvidia, left);
            return (host, new Seen(devices, [.. Findings(root, host, modules, devices), .. left.Select(static l => new Finding("graphics", l, "CIM, by PowerShell"))], [.. left.Select(static l => $"{l}.")]));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static ImmutableArray<Device> Devices(JsonElement root, Host host, bool withoutNvidia, List<string> left)
    {
        ImmutableArray<Device>.Builder devices = ImmutableArray.CreateBuilder<Device>();
        foreach (JsonElement adapter in root.GetProperty("video").EnumerateArray())
        {
            string name = Text(adapter, "Name");
            bool nvidia = name.Contains("NVIDIA", StringComparison.OrdinalIgnoreCase);
            bool real = nvidia || name.Contains("AMD", StringComparison.OrdinalIgnoreCase) || name.Contains("Radeon", StringComparison.OrdinalIgnoreCase) || name.Contains("Intel", StringComparison.OrdinalIgnoreCase);
            if (real && !(nvidia && withoutNvidia))
            {
                if (Adapter(name, Product(Text(adapter, "PNPDeviceID")), Own(root, adapter, name), host, nvidia) is { } device && Works(adapter))
                {
                    devices.Add(device with { Name = $"gpu{devices.Count}" });
                }
                else
                {
                    left.Add($"{name} is left out: {(Works(adapter) ? "Windows doesn't tell its memory" : $"Windows says it doesn't work (device manager, code {Number(adapter, "ConfigManagerErrorCode")})")}");
                }
            }
        }

        return devices.ToImmutable();
    }

    /// <summary>Windows lends graphics up to half of main memory beside an adapter's own (WDDM, shared system memory). Which adapters are graphics in a
    /// processor their PCI ids tell, else their names' catalogue rows, else how little memory they have of their own.</summary>
    private static Device? Adapter(string name, PciProduct? product, ByteSize own, Host host, bool nvidia)
    {
        bool shares = product?.SharesHostMemory ?? (!nvidia && (own.Gibibytes < SmallestDiscreteGibibytes || DeviceNames.Find(name, 0, sharesMemory: true) is not null));
        if (!shares && own == ByteSize.Zero)
        {
            return null;
        }

        Device device = DeviceNames.Known(
            new Device
            {
                Name = "gpu0",
                Model = name,
                Backend = nvidia ? Backend.Cuda : Backend.Vulkan,
                Memory = shares ? own + new ByteSize(host.Memory.Bytes / 2) : own,
                SharesHostMemory = shares,
            },
            product);
        return shares ? device with { Bandwidth = host.Bandwidth ?? device.Bandwidth } : device;
    }

    /// <summary>The ids of <c>PCI\VEN_1002&amp;DEV_1586&amp;SUBSYS_…&amp;REV_C1\…</c>.</summary>
    private static PciProduct? Product(string id)
    {
        string After(string key, int digits) => id.IndexOf(key, StringComparison.OrdinalIgnoreCase) is >= 0 and int at && at + key.Length + digits <= id.Length ? id.Substring(at + key.Length, digits) : "";
        return id.Length == 0 ? null : PciProducts.Find(After("VEN_", 4), After("DEV_", 4), After("REV_", 2));
    }

    /// <summary>Device manager's code of an adapter that works is 0 (Win32_VideoController, ConfigManagerErrorCode); 22 is one somebody disabled.</summary>
    private static bool Works(JsonElement adapter) => Number(adapter, "ConfigManagerErrorCode") is null or 0;

    /// <summary>The adapter's own memory by its driver's key, of keys left by earlier drivers the largest; without a key CIM's figure where it is below its end.</summary>
    private static ByteSize Own(JsonElement root, JsonElement adapter, string name)
    {
        long most = 0;
        foreach (JsonElement key in root.GetProperty("keys").EnumerateArray())
        {
            if (Text(key, "DriverDesc") == name && key.TryGetProperty("HardwareInformation.qwMemorySize", out JsonElement size) && size.ValueKind == JsonValueKind.Number)
            {
                most = Math.Max(most, size.GetInt64());
            }
        }

        // AdapterRAM has 32 bits and stops a megabyte short of 4 GiB: from there it tells nothing.
        const long End = 0xFFF00000;
        return new ByteSize(most == 0 && Number(adapter, "AdapterRAM") is long told and > 0 and < End ? told : most);
    }

    private static ImmutableArray<Finding> Findings(JsonElement root, Host host, MemoryModules? modules, ImmutableArray<Device> devices)
    {
        const string How = "CIM, by PowerShell";
        ImmutableArray<Finding>.Builder findings = ImmutableArray.CreateBuilder<Finding>();
        foreach (JsonElement cpu in root.GetProperty("cpu").EnumerateArray())
        {
            findings.Add(new Finding("processor", $"{Text(cpu, "Name").Trim()} ({cpu.GetProperty("NumberOfCores").GetInt32()} cores, {cpu.GetProperty("NumberOfLogicalProcessors").GetInt32()} threads)", How));
        }

        findings.Add(new Finding("main memory", $"{host.Memory}, {host.Usable} free", How));
        findings.Add(modules?.Told(How) ?? new Finding("memory channels", "unknown: Windows lists no modules", How));
        findings.AddRange(devices.Select(d => new Finding("graphics", $"{d.Model}, {d.Memory}{(d.SharesHostMemory ? " shared with main memory" : "")}", "CIM and the registry, by PowerShell")));
        return findings.ToImmutable();
    }

    /// <summary>Firmware that doesn't know a module's rate gives 0 (SMBIOS, type 17).</summary>
    private static MemoryModule Module(JsonElement module)
    {
        const double Mega = 1e6;
        double? rate = Number(module, "ConfiguredClockSpeed") is long told and > 0 ? told * Mega : null;
        string type = Number(module, "SMBIOSMemoryType") is long kind && LowPower.Contains(kind) ? "LPDDR" : "";
        return new MemoryModule(rate, MemoryModule.Width(Number(module, "DataWidth")?.ToString(CultureInfo.InvariantCulture) ?? "", type), Text(module, "BankLabel"), Text(module, "DeviceLocator"));
    }

    private static long? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
