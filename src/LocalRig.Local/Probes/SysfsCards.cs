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
    /// <param name="withoutNvidia">Whether NVIDIA's are known already.</param>
    public static Seen Read(IMachineTexts texts, Host host, bool withoutNvidia)
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
                Amd => Told("AMD", AmdCard.Read(File) is { } read ? (read.AsDevice(File("product_name").Trim(), product, host), read.MapsTooMuch(host)) : null, folder, reachable),
                Intel => Told("Intel", IntelCard.Parse(product, File, host) is { } read ? (read, false) : null, folder, reachable),
                Nvidia when !withoutNvidia => Silent($"{product?.Product ?? "an NVIDIA card"} (PCI id {File("device").Trim()})", folder),
                _ => Seen.Nothing,
            });
        }

        return seen;
    }

    private static Seen Told(string what, (Device Device, bool MapsTooMuch)? read, string folder, bool reachable)
    {
        if (read is not (Device device, var tooMuch))
        {
            return Seen.Nothing;
        }

        if (!reachable)
        {
            return new Seen([], [new Finding(what, $"{device.Model} is left out: its device node isn't in /dev/dri (a container that wasn't given it)", folder)], []);
        }

        string free = device.Usable is { } usable ? $", {usable} free" : "";
        string shared = device.SharesHostMemory ? $" shared with main memory{(tooMuch ? " (its driver may map more of it than there is; counted is what there is)" : "")}" : "";
        return new Seen([device], [new Finding(what, $"{device.Model}, {device.Memory}{shared}{free}", folder)], []);
    }

    private static Seen Silent(string card, string folder)
    {
        string text = $"{card} is left out: nvidia-smi doesn't list it, so its driver is missing or doesn't work";
        return new Seen([], [new Finding("NVIDIA", text, folder)], [$"{text}."]);
    }
}
