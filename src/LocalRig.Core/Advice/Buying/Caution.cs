using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Devices;
using LocalRig.Prices;
using LocalRig.Rigs;

namespace LocalRig.Advice.Buying;

/// <summary>Who should not buy something, and why.</summary>
/// <param name="Who">Those it is not for: <c>who need CUDA</c>.</param>
/// <param name="Because">The reason in numbers or with its source.</param>
public sealed record Caution(string Who, string Because);

/// <summary>The rules that say who should not buy a rig.</summary>
public static class Cautions
{
    // CUDA Toolkit 13.0 release notes: Maxwell, Pascal and Volta are no longer compiled for.
    private const int OldestCudaCapability = 75;

    // The largest memory of cards made for games but one (RTX 3090, 4090, RX 7900 XTX): what a next step can be had in without a second card.
    private const double CommonLargestGiB = 24;

    private const double RestOfMachineWatts = 200; // processor, board, disks and fans of a desktop: an assumption, shown as one
    private const double SmallestPowerSupplyStep = 50;

    // Cards of these product lines have no fan of their own (NVIDIA data centre product briefs; AMD Instinct data sheets).
    private static readonly string[] Fanless = ["a2", "a10", "a10g", "a16", "a30", "a40", "a100", "h100", "h200", "b200", "l4", "l20", "l40", "l40s", "tesla", "mi25", "mi50", "mi60", "mi100", "mi210", "mi250", "mi250x", "mi300a", "mi300x"];

    /// <summary>Everyone who should not buy a rig.</summary>
    /// <param name="rig">The rig.</param>
    /// <param name="cost">How its devices are sold.</param>
    /// <param name="next">The next stronger model it hasn't the memory for, or null.</param>
    public static ImmutableArray<Caution> Of(Rig rig, HardwareCost cost, NextModel? next)
    {
        List<Caution> found = [];
        if (rig.Devices.IsEmpty)
        {
            return [];
        }

        Device device = rig.Devices[0];
        string maker = DeviceCatalog.Default.Find(device.CatalogId)?.Maker ?? "";
        if (ShortTerm(rig, next) is Caution brief)
        {
            found.Add(brief);
        }

        Bandwidth(rig, found);
        if (maker.Length > 0 && maker != "NVIDIA")
        {
            found.Add(new Caution("who need CUDA", $"{maker} has none; most training code and parts of vLLM and SGLang want it"));
        }

        if (device.Backend == Backend.Cuda && device.ComputeCapability is int capability && capability < OldestCudaCapability)
        {
            found.Add(new Caution("who want updates", $"CUDA 13 no longer supports compute capability {capability / 10}.{capability % 10} (its release notes: 7.5 and later)"));
        }

        if (rig.Devices.Length > 1)
        {
            string watts = PowerSupply(rig) is double supply ? $" and a power supply of about {supply:0} W (limits of the data sheets and {RestOfMachineWatts:0} W for the rest, an assumption)" : "";
            found.Add(new Caution("whose PC has one slot", $"it takes {rig.Devices.Length} long PCIe slots with room between them{watts}"));
            found.Add(new Caution("who want speed", "several cards add memory; layers still run one after another"));
        }

        if (Fanless.Contains((device.CatalogId ?? "").Split('-')[0]))
        {
            found.Add(new Caution("who have no server", "the card has no fan and counts on a server's airflow"));
        }

        if (device.SharesHostMemory)
        {
            found.Add(new Caution("who may want more memory later", "it is soldered"));
        }

        if (cost.Parts.Any(p => p.Price is { Condition: SaleCondition.Used }))
        {
            found.Add(new Caution("who need a warranty", "the price is for a used card"));
        }

        return [.. found];
    }

    /// <summary>A power supply for cards: the sum of their limits and the rest of a desktop, to the next 50 W; null for whole machines and unknown limits.</summary>
    public static double? PowerSupply(Rig rig)
    {
        if (rig.Devices.IsEmpty || rig.Devices.Any(d => d.SharesHostMemory || DeviceCatalog.Default.Find(d.CatalogId)?.Watts is null))
        {
            return null;
        }

        double watts = rig.Devices.Sum(d => DeviceCatalog.Default.Find(d.CatalogId)!.Watts!.Value) + RestOfMachineWatts;
        return Math.Ceiling(watts / SmallestPowerSupplyStep) * SmallestPowerSupplyStep;
    }

    /// <summary>A short-term buy: the next stronger model fits a single card of 24 GB, and this has less memory.</summary>
    public static Caution? ShortTerm(Rig rig, NextModel? next)
    {
        double has = rig.Devices.Sum(d => d.Memory.Gibibytes);
        return next is not null && has < CommonLargestGiB && next.Needs.Gibibytes <= CommonLargestGiB
            ? new Caution("who want larger models within a year", string.Create(CultureInfo.InvariantCulture, $"a short-term buy: {next.Model.Id} {next.Quant} takes {next.Needs.Gibibytes:0.0} GiB to be comfortable, a 24 GB card; this has {has:0.#}"))
            : null;
    }

    private static void Bandwidth(Rig rig, List<Caution> found)
    {
        Device device = rig.Devices[0];
        if (device.Bandwidth is Units.Bandwidth rate && device.Memory > Units.ByteSize.Zero && rate.BytesPerSecond / device.Memory.Bytes < SurveyLine.ReadingTokensPerSecond)
        {
            found.Add(new Caution(
                "who want large dense models",
                string.Create(CultureInfo.InvariantCulture, $"{rate} through {device.Memory.Gibibytes:0} GiB: a dense model that fills it writes at most {rate.BytesPerSecond / device.Memory.Bytes:0.0} tokens/s, slower than reading ({SurveyLine.ReadingTokensPerSecond:0.0}); mixtures of experts are what it is for")));
        }
    }
}
