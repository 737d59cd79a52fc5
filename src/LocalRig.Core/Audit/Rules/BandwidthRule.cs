using LocalRig.Audit.Claims;
using LocalRig.Devices;
using LocalRig.Forecasting;
using LocalRig.Words;

namespace LocalRig.Audit.Rules;

/// <summary>Whether a device's memory bandwidth is what is said; the bare word "high" is held against the discrete cards of the catalogue.</summary>
internal static class BandwidthRule
{
    private const double Rounding = 0.03; // 936 is written for 936.2, 1 TB/s for 1008

    public static Finding Check(BandwidthClaim claim)
    {
        if (DeviceNames.Find(claim.Device) is not NamedDevice device)
        {
            return Finding.Unknown(claim, DeviceNames.Unknown(claim.Device));
        }

        Working sheet = new($"{device.Text}: {string.Join(", ", device.Versions.Select(v => $"{v.Id} {v.BandwidthGigabytes:0.#} GB/s").Distinct())} at most.", device.Likely.Source);
        if (claim.GigabytesPerSecond is not Interval claimed)
        {
            return High(claim, device, sheet);
        }

        int right = device.Versions.Count(v => claimed.Holds(v.BandwidthGigabytes, Rounding));
        string truth = $"{string.Join(" or ", device.Versions.Select(v => $"{v.BandwidthGigabytes:0.#}").Distinct())} GB/s.";
        bool plain = device.Versions.Any(v => ProductName.Hyphenated(device.Text).EndsWith(v.Id, StringComparison.Ordinal) && claimed.Holds(v.BandwidthGigabytes, Rounding));
        return right == device.Versions.Length || plain ? new Finding(claim, ClaimVerdict.Holds, "The data sheet says the same.", [sheet])
            : right > 0 && device.Versions.All(v => v.IsUnified) ? new Finding(claim, ClaimVerdict.Holds, $"So {string.Join(" and ", device.Versions.Where(v => claimed.Holds(v.BandwidthGigabytes, Rounding)).Select(v => v.Id).Distinct())} has; the chip is sold with {truth}", [sheet])
            : right > 0 ? new Finding(claim, ClaimVerdict.Misleading, "True of one version only.", [sheet], truth)
            : new Finding(claim, ClaimVerdict.False, "The data sheet says otherwise.", [sheet], truth);
    }

    private static Finding High(BandwidthClaim claim, NamedDevice device, Working sheet)
    {
        double[] cards =
        [
            .. DeviceCatalog.Default.All.Where(d => d.Kind == DeviceKind.Discrete).Select(d => d.Bandwidth.GigabytesPerSecond).Order(),
        ];
        double median = cards[cards.Length / 2];
        double most = device.Versions.Max(v => v.BandwidthGigabytes);
        int below = cards.Count(c => c < most);
        Working rank = new($"{most:0.#} GB/s is more than {below} of the {cards.Length} graphics cards in the catalogue have; their median is {median:0.#} GB/s.");
        string ordinary = device.IsHost ? "It is ordinary main memory over several channels, none of them stacked (HBM). " : "";
        return most >= median
            ? new Finding(claim, ClaimVerdict.Holds, "Above the middle of the catalogue's graphics cards.", [sheet, rank])
            : new Finding(claim, ClaimVerdict.Misleading, "'High' needs something to compare with: most graphics cards have more.", [sheet, rank], $"{ordinary}{most:0.#} GB/s in theory, with every channel filled.");
    }
}
