using LocalRig.Devices;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Local.Probes;

/// <summary>Product names as drivers print them, matched to catalogue ids: <c>NVIDIA GeForce RTX 4060 Ti</c> of 16 GiB is <c>rtx-4060-ti-16-gb</c>.
/// A name with a word that tells products apart and that the id doesn't have (<c>Laptop</c>, <c>Max-Q</c>, <c>D</c>, a vGPU's <c>20C</c>) is another product: unknown.</summary>
public static class DeviceNames
{
    // Drivers report a little less than the card's nominal size; versions of one card differ by far more.
    private const double SizeTolerance = 0.12;

    // Words beside makers' and brands' that drivers put in names and that tell no device from another. "PCIe" is one where the catalogue has
    // the product in one form only: an id that says it is taken first.
    private static readonly HashSet<string> Fillers =
        ["ati", "graphics", "tesla", "design", "with", "workstation", "edition", "series", "developer", "kit", "engineering", "reference", "oam", "pcie", "card", "accelerator", "corporation", "inc"];

    private const string Module = "sxm";
    private static readonly string[] HopperModules = ["h100", "h200", "h20", "h800"];

    /// <summary>The device with its catalogue id and data-sheet bandwidth, where the catalogue has it; else as it came.</summary>
    public static Device Known(Device device) => With(device, Find(device.Model ?? "", device.Memory.Gibibytes, device.SharesHostMemory));

    /// <summary>The device its PCI ids name, else what its name names; unknown where neither tells.</summary>
    /// <param name="device">As its driver reports it.</param>
    /// <param name="product">What its ids say; null where they aren't listed.</param>
    public static Device Known(Device device, PciProduct? product)
    {
        KnownDevice? listed = product is null ? null : Listed(product).FirstOrDefault(k => Fits(k, device));
        return listed is null ? Known(device) : With(device, listed.Id);
    }

    /// <summary>The rows of the catalogue that a product may be: one, or one for each size of memory (<c>rx-9060-xt</c> is <c>rx-9060-xt-8gb</c> and <c>rx-9060-xt-16gb</c>).</summary>
    internal static IEnumerable<KnownDevice> Listed(PciProduct product) =>
        product.CatalogIds.SelectMany(static id => DeviceCatalog.Default.All.Where(k =>
            k.Id == id || (k.Id.StartsWith(id + "-", StringComparison.Ordinal) && k.Id[(id.Length + 1)..].Replace("-", "", StringComparison.Ordinal) is var rest && rest.EndsWith("gb", StringComparison.Ordinal) && rest[..^2].All(char.IsAsciiDigit))));

    /// <summary>The id whose words are all in the name, the most words first; sizes decide between versions of one card.</summary>
    public static string? Find(string name, double gibibytes, bool sharesMemory)
    {
        HashSet<string> words = Words(name);
        // One name may list two products (AMD Radeon 8060S / 8050S): the larger one, whose id comes last.
        if (sharesMemory && DeviceCatalog.Default.All.LastOrDefault(d => d.DriverNames.Any(n => words.Contains(n.ToLowerInvariant()))) is KnownDevice named)
        {
            return named.Id;
        }

        string? best = null;
        int bestScore = 0;
        foreach (KnownDevice known in DeviceCatalog.Default.All.Where(d => !d.IsHost && d.SharesHostMemory == sharesMemory))
        {
            HashSet<string> wanted = [.. Words(known.Id).Where(static w => !IsSize(w))];
            if (wanted.Count > bestScore && wanted.IsSubsetOf(words) && words.Except(wanted).All(static w => IsSize(w) || Fillers.Contains(w)) && Sized(known, gibibytes, sharesMemory))
            {
                (best, bestScore) = (known.Id, wanted.Count);
            }
        }

        return best;
    }

    private static Device With(Device device, string? id) => id is null ? device : device with { CatalogId = id, Bandwidth = DeviceCatalog.Default.Find(id)?.Bandwidth };

    private static bool Fits(KnownDevice known, Device device) =>
        !known.IsHost && known.SharesHostMemory == device.SharesHostMemory && Sized(known, device.Memory.Gibibytes, device.SharesHostMemory);

    private static bool Sized(KnownDevice known, double gibibytes, bool shares) =>
        (shares && !Words(known.Id).Any(IsSize)) || known.MemoryVersions.Any(v => Math.Abs(v.Gibibytes - gibibytes) <= SizeTolerance * v.Gibibytes);

    /// <summary>A name's words in small letters without makers'. The modules' sockets of Ampere and later (<c>SXM4</c>, <c>SXM5</c>) are <c>sxm</c>, as
    /// in ids; Hopper's modules have none in their names, its cards have theirs (open-gpu-kernel-modules, README: compatible GPUs).</summary>
    private static HashSet<string> Words(string name)
    {
        HashSet<string> words = [.. ProductName.Words(name.Replace("(tm)", " ", StringComparison.OrdinalIgnoreCase).Replace("(r)", " ", StringComparison.OrdinalIgnoreCase))
            .Where(static w => !ProductName.Brands.Contains(w) && w is not ("tesla" or "graphics") && !w.StartsWith("hbm", StringComparison.Ordinal))
            .Select(static w => w is "sxm4" or "sxm5" or "sxm6" ? Module : w)];
        if (words.Overlaps(HopperModules) && !words.Overlaps([Module, "pcie", "nvl"]))
        {
            words.Add(Module);
        }

        return words;
    }

    private static bool IsSize(string word) => word == "gb" || (word.EndsWith("gb", StringComparison.Ordinal) && char.IsDigit(word[0])) || word is "8" or "10" or "12" or "16" or "3" or "6";
}
