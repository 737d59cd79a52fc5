using LocalRig.Forecasting;
using LocalRig.Rigs;

namespace LocalRig.Local.Probes;

/// <summary>Product names as drivers print them, matched to catalogue ids: <c>NVIDIA GeForce RTX 4060 Ti</c> of 16 GiB is <c>rtx-4060-ti-16-gb</c>.</summary>
public static class DeviceNames
{
    // Drivers report a little less than the card's nominal size; versions of one card differ by far more.
    private const double SizeTolerance = 0.12;

    private static readonly string[] Fillers = ["nvidia", "geforce", "amd", "ati", "radeon", "graphics", "gpu", "generation", "tesla", "apple", "intel"];

    // Product names that share no word with the catalogue's: the graphics of Ryzen AI Max (AMD's product pages: 8060S with 40 units, 8050S with 32) and of DGX Spark.
    private static readonly (string Word, string Id)[] Aliases = [("8060s", "strix-halo-395"), ("8050s", "strix-halo-385"), ("gb10", "gb10-dgx-spark")];

    /// <summary>The device with its catalogue id and data-sheet bandwidth, where the catalogue has it; else as it came.</summary>
    public static Device Known(Device device)
    {
        string? id = Find(device.Model ?? "", device.Memory.Gibibytes, device.SharesHostMemory);
        return id is null ? device : device with { CatalogId = id, Bandwidth = KnownProcessors.Device(id, device.Name)?.Bandwidth };
    }

    /// <summary>The id whose words are all in the name, the most words first; sizes decide between versions of one card.</summary>
    public static string? Find(string name, double gibibytes, bool sharesMemory)
    {
        HashSet<string> words = Words(name);
        foreach ((string word, string id) in Aliases)
        {
            if (sharesMemory && words.Contains(word))
            {
                return id;
            }
        }

        string? best = null;
        int bestScore = 0;
        foreach (string id in KnownProcessors.Ids)
        {
            if (KnownProcessors.Device(id, "gpu0") is not { } known)
            {
                continue;
            }

            HashSet<string> wanted = [.. Words(id).Where(static w => !IsSize(w))];
            bool sizeFits = sharesMemory || Math.Abs(known.Memory.Gibibytes - gibibytes) <= SizeTolerance * known.Memory.Gibibytes;
            bool laptopsAgree = words.Contains("laptop") == wanted.Contains("laptop");
            if (wanted.Count > bestScore && sizeFits && laptopsAgree && wanted.IsSubsetOf(words))
            {
                (best, bestScore) = (id, wanted.Count);
            }
        }

        return best;
    }

    private static HashSet<string> Words(string name) =>
        [.. name.ToLowerInvariant().Replace("(tm)", " ", StringComparison.Ordinal).Replace("(r)", " ", StringComparison.Ordinal).Split([' ', '-', '/', '_'], StringSplitOptions.RemoveEmptyEntries).Where(static w => !Fillers.Contains(w))];

    private static bool IsSize(string word) => word == "gb" || (word.EndsWith("gb", StringComparison.Ordinal) && char.IsDigit(word[0])) || word is "8" or "10" or "12" or "16" or "3" or "6";
}
