using System.Collections.Immutable;
using LocalRig.Devices;
using LocalRig.Rigs;

namespace LocalRig.Local.Probes;

/// <summary>Graphics in <c>/sys/class/drm</c>. One device is listed once, whatever views (render nodes, connectors) the kernel has of it.</summary>
internal static class SysfsCards
{
    private const string Folder = "/sys/class/drm";
    private const string Amd = "0x1002"; // PCI-SIG vendor ids
    private const string Intel = "0x8086";
    private const string Nvidia = "0x10de";

    /// <summary>AMD's and Intel's devices; NVIDIA's where its own tool listed none.</summary>
    /// <param name="texts">What is read.</param>
    /// <param name="host">Main memory.</param>
    /// <param name="nvidia">What NVIDIA's tool said.</param>
    public static Seen Read(IMachineTexts texts, Host host, NvidiaAnswer nvidia)
    {
        Seen seen = Seen.Nothing;
        // A container sees the files of its host's devices; it may use those whose nodes it was given.
        bool reachable = texts.Names("/dev/dri").Any(static n => n.StartsWith("renderD", StringComparison.Ordinal)) || texts.File("/dev/kfd") is not null;
        foreach (string card in texts.Names(Folder).Where(static n => n.StartsWith("card", StringComparison.Ordinal) && n.Length > "card".Length && n.AsSpan("card".Length).IndexOfAnyExceptInRange('0', '9') < 0))
        {
            string folder = $"{Folder}/{card}/device";
            string File(string name) => texts.File($"{folder}/{name}") ?? "";
            string vendor = File("vendor").Trim();
            PciProduct? product = PciProducts.Find(vendor, File("device"), File("revision"));
            seen = seen.And(vendor switch
            {
                Amd when AmdCard.Read(File) is { } read => Told("AMD", read.AsDevice(File("product_name").Trim(), product, host), read.MapsTooMuch(host), folder, reachable),
                Amd when product is not null => SizeNotTold("AMD", $"{product.Product} (PCI id {File("device").Trim()})", folder),
                Intel when IntelCard.Parse(product, File, host) is { } read => Told("Intel", read, false, folder, reachable),
                Intel when product is not null => SizeNotTold("Intel", product.Product, folder),
                Nvidia when nvidia.Lines.IsEmpty => NotListed($"{product?.Product ?? "an NVIDIA card"} (PCI id {File("device").Trim()})", nvidia, folder),
                _ => Seen.Nothing,
            });
        }

        return seen;
    }

    private static Seen Told(string what, Device device, bool tooMuch, string folder, bool reachable)
    {
        if (!reachable)
        {
            return new Seen([], [new Finding(what, $"{device.Model} is left out: its device node isn't in /dev/dri (a container that wasn't given it)", folder)], []);
        }

        string free = device.Usable is { } usable ? $", {usable} free" : "";
        string shared = device.SharesHostMemory ? $" shared with main memory{(tooMuch ? " (its driver may map more of it than there is; counted is what there is)" : "")}" : "";
        return new Seen([device], [new Finding(what, $"{device.Model}, {device.Memory}{shared}{free}", folder)], []);
    }

    /// <summary>A card whose driver is another than amdgpu, or which comes in several sizes and has no window that shows its own.</summary>
    private static Seen SizeNotTold(string what, string card, string folder)
    {
        string text = $"{card} is left out: its driver doesn't tell its memory";
        return new Seen([], [new Finding(what, text, folder)], [$"{text}."]);
    }

    private static Seen NotListed(string card, NvidiaAnswer nvidia, string folder)
    {
        if (nvidia.State == ToolState.Slow)
        {
            return new Seen([], [new Finding("NVIDIA", $"{card} is here, and its tool hasn't answered yet", folder)], []);
        }

        string text = $"{card} is left out: nvidia-smi doesn't list it, so its driver is missing or doesn't work";
        return new Seen([], [new Finding("NVIDIA", text, folder)], [$"{text}."]);
    }
}
