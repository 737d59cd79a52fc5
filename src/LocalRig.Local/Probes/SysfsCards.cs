using System.Collections.Immutable;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Local.Probes;

/// <summary>AMD and Intel graphics in <c>/sys/class/drm</c>. One device is listed once, whatever views (render nodes, connectors) the kernel has of it.</summary>
internal static class SysfsCards
{
    private const string Folder = "/sys/class/drm";
    private const string AmdVendor = "0x1002"; // PCI-SIG vendor ids
    private const string IntelVendor = "0x8086";

    public static ImmutableArray<Device> Read(ByteSize mainMemory, ImmutableArray<Finding>.Builder findings)
    {
        ImmutableArray<Device>.Builder devices = ImmutableArray.CreateBuilder<Device>();
        foreach (string card in Cards())
        {
            string device = Path.Combine(card, "device");
            string vendor = Text(device, "vendor").Trim();
            if (vendor == IntelVendor && IntelCard.Parse(Text(device, "device"), Text(device, "tile0/physical_vram_size_bytes"), mainMemory) is { } intel)
            {
                devices.Add(intel);
                findings.Add(new Finding("Intel", $"{intel.Model}, {intel.Memory}{(intel.SharesHostMemory ? " shared with main memory" : "")}", device));
            }

            if (vendor != AmdVendor)
            {
                continue;
            }

            string name = Text(device, "product_name").Trim();
            name = name.Length > 0 ? name : AmdProducts.Name(Text(device, "device"));
            if (AmdCard.Parse(name, Text(device, "mem_info_vram_total"), Text(device, "mem_info_gtt_total"), mainMemory) is { } found)
            {
                devices.Add(found);
                findings.Add(new Finding("AMD", $"{found.Model}, {found.Memory}{(found.SharesHostMemory ? " shared with main memory" : "")}", device));
            }
        }

        return devices.ToImmutable();
    }

    private static IEnumerable<string> Cards()
    {
        if (!Directory.Exists(Folder))
        {
            return [];
        }

        return Directory.EnumerateDirectories(Folder, "card*")
            .Where(static c => Path.GetFileName(c).AsSpan("card".Length).IndexOfAnyExceptInRange('0', '9') < 0)
            .Order(StringComparer.Ordinal);
    }

    private static string Text(string folder, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
