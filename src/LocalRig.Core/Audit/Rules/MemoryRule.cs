using System.Collections.Immutable;
using LocalRig.Audit.Claims;
using LocalRig.Devices;
using LocalRig.Forecasting;
using LocalRig.Rigs;
using LocalRig.Units;
using LocalRig.Words;

namespace LocalRig.Audit.Rules;

/// <summary>Whether devices have the memory said; of several said to be alike, each for itself.</summary>
internal static class MemoryRule
{
    private const int OthersShown = 6;

    // Devices of one tier whose bandwidths differ by more than this don't run the same model alike: speed follows bandwidth.
    private const double SameSpeed = 1.5;

    public static Finding Check(MemoryClaim claim, AuditKnowledge knowledge)
    {
        List<NamedDevice> devices = [];
        foreach (string name in claim.Devices)
        {
            if (DeviceNames.Find(name) is not NamedDevice device)
            {
                return Finding.Unknown(claim, DeviceNames.Unknown(name));
            }

            devices.Add(device);
        }

        ImmutableArray<NamedDevice> right = [.. devices.Where(d => Holds(d, claim.Gigabytes))];
        ImmutableArray<Working> working = [.. devices.Select(d => Sizes(d, knowledge)), .. Apart(devices)];
        string all = string.Join("; ", devices.Where(d => !right.Contains(d)).Select(d => Truth(d, claim.Gigabytes)));
        return right.Length == 0 ? new Finding(claim, ClaimVerdict.False, $"{Names(devices)}: not with {claim.Gigabytes} GB.", working, all)
            : right.Length < devices.Count
                ? new Finding(claim, ClaimVerdict.Misleading, $"True of {Names(right)}, not of {Names(devices.Except(right))}: they don't belong together.", working, all)
            : new Finding(claim, ClaimVerdict.Holds, Reason(right, claim.Gigabytes), working);
    }

    private static string Reason(ImmutableArray<NamedDevice> devices, Interval claimed)
    {
        IEnumerable<string> others = devices.SelectMany(d => d.Versions).Where(v => !v.IsHost && !claimed.Holds(v.Memory.Gibibytes) && !devices.Any(d => claimed.Holds(v.Memory.Gibibytes * d.Count))).Select(v => v.ToString());
        return others.Any() ? $"Sold with this memory, and also as {string.Join(", ", others)}." : "Sold with this memory.";
    }

    /// <summary>Boxes print GB and mean GiB. Several devices may be said to have their memory together or each.</summary>
    private static bool Holds(NamedDevice device, Interval claimed) =>
        device.IsSold && (device.Stated is ByteSize stated && device.IsHost
            ? claimed.Holds(stated.Gibibytes * device.Count)
            : device.Versions.Any(v => claimed.Holds(v.Memory.Gibibytes * device.Count) || claimed.Holds(v.Memory.Gibibytes)));

    private static Working Sizes(NamedDevice device, AuditKnowledge knowledge)
    {
        IEnumerable<string> versions = device.Versions.Select(v => v.ToString());
        string usable = device.Versions.FirstOrDefault(v => v.IsUnified) is { } unified && device.Likely.Rig(1, knowledge.RigOf) is { Devices: [{ Usable: ByteSize room }, ..] }
            ? $" Its memory is the whole machine's: by default the graphics processor may take {room} of {device.Likely.Memory}, the system lives in the rest."
            : "";
        string sold = device.IsHost ? $"{device.Text}: {device.Versions[^1].BandwidthGigabytes:0.#} GB/s; memory is what is plugged in, up to {device.Versions[^1].Device.Memory.Gibibytes:0} GiB." : $"{device.Text}: {string.Join(", ", versions)}.";
        return new Working(sold + usable, device.Likely.Source);
    }

    private static IEnumerable<Working> Apart(List<NamedDevice> devices)
    {
        double least = devices.Min(d => d.Likely.BandwidthGigabytes);
        double most = devices.Max(d => d.Likely.BandwidthGigabytes);
        return devices.Count > 1 && most > least * SameSpeed && least > 0
            ? [new Working($"Their bandwidths differ {most / least:0.0} times ({least:0.#} against {most:0.#} GB/s), and with them the speed of the same model.")]
            : [];
    }

    private static string Truth(NamedDevice device, Interval claimed)
    {
        string sizes = string.Join(", ", device.Versions.Select(v => v.Memory.Gibibytes).Distinct().Select(g => $"{g:0.#}"));
        string others = device.IsHost ? "" : Others(device, claimed);
        return $"{device.Text}: {sizes} GB.{others}";
    }

    /// <summary>Devices of the same maker and series that do have it.</summary>
    private static string Others(NamedDevice device, Interval claimed)
    {
        string id = device.Likely.Id;
        string[] others =
        [
            .. DeviceCatalog.Default.WithMemory(device.Likely.Device.Maker, ByteSize.FromGibibytes(Math.Min(claimed.Low, MostGigabytes))).Select(other => other.Id)
                .Where(other => !device.Versions.Any(v => v.Id == other))
                .OrderByDescending(other => Alike(other, id)).ThenBy(other => other, StringComparer.Ordinal).Take(OthersShown),
        ];
        return others.Length == 0 ? "" : $" With {claimed.Low:0.#} GB: {string.Join(", ", others)}.";
    }

    private const double MostGigabytes = 1 << 20; // a pebibyte: more than any device has, and safe to multiply

    private static int Alike(string one, string other) => one.Zip(other).TakeWhile(p => p.First == p.Second).Count();

    private static string Names(IEnumerable<NamedDevice> devices) => string.Join(" and ", devices.Select(d => d.Text));
}
