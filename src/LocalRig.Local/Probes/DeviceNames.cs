using LocalRig.Devices;
using LocalRig.Rigs;

namespace LocalRig.Local.Probes;

/// <summary>Product names as drivers print them, matched to catalogue ids: <c>NVIDIA GeForce RTX 4060 Ti</c> of 16 GiB is <c>rtx-4060-ti-16-gb</c>.</summary>
public static class DeviceNames
{
    // Drivers report a little less than the card's nominal size; versions of one card differ by far more.
    private const double SizeTolerance = 0.12;

    // Words beside makers' and brands' that drivers put in names and that tell no device from another.
    private static readonly string[] Fillers = ["ati", "graphics", "tesla"];

    /// <summary>The device with its catalogue id and data-sheet bandwidth, where the catalogue has it; else as it came.</summary>
    public static Device Known(Device device)
    {
        string? id = Find(device.Model ?? "", device.Memory.Gibibytes, device.SharesHostMemory);
        return id is null ? device : device with { CatalogId = id, Bandwidth = DeviceCatalog.Default.Find(id)?.Bandwidth };
    }

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
        foreach (KnownDevice known in DeviceCatalog.Default.All.Where(d => !d.IsHost))
        {
            HashSet<string> wanted = [.. Words(known.Id).Where(static w => !IsSize(w))];
            bool sizeFits = sharesMemory || Math.Abs(known.Memory.Gibibytes - gibibytes) <= SizeTolerance * known.Memory.Gibibytes;
            bool laptopsAgree = words.Contains("laptop") == wanted.Contains("laptop");
            if (wanted.Count > bestScore && sizeFits && laptopsAgree && wanted.IsSubsetOf(words))
            {
                (best, bestScore) = (known.Id, wanted.Count);
            }
        }

        return best;
    }

    private static HashSet<string> Words(string name) =>
        [.. name.ToLowerInvariant().Replace("(tm)", " ", StringComparison.Ordinal).Replace("(r)", " ", StringComparison.Ordinal).Split([' ', '-', '/', '_'], StringSplitOptions.RemoveEmptyEntries).Where(static w => !ProductName.Brands.Contains(w) && !Fillers.Contains(w))];

    private static bool IsSize(string word) => word == "gb" || (word.EndsWith("gb", StringComparison.Ordinal) && char.IsDigit(word[0])) || word is "8" or "10" or "12" or "16" or "3" or "6";
}
