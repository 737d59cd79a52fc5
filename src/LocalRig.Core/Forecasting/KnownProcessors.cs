using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Forecasting;

/// <summary>The processors LocalRig has data sheets of, as devices and hosts of a rig.</summary>
public static class KnownProcessors
{
    /// <summary>Their catalogue ids.</summary>
    public static IEnumerable<string> Ids => ProcessorTable.Ids;

    /// <summary>The graphics processor of an id, or null when there is none or it is no graphics processor.</summary>
    /// <param name="id">Catalogue id: <c>rtx-3090</c>.</param>
    /// <param name="name">Its name in the rig: <c>gpu0</c>.</param>
    public static Device? Device(string id, string name) =>
        ProcessorTable.Find(id) is { Facts.Backend: not Backend.Cpu } entry
            ? new Device
            {
                Name = name,
                CatalogId = id,
                Model = id,
                Backend = BestBackend(entry.Facts.Vendor),
                Memory = entry.Memory,
                Bandwidth = new Bandwidth(entry.Facts.Bandwidth),
                ComputeCapability = Capability(entry.Facts),
                SharesHostMemory = entry.Facts.SharesHostMemory,
            }
            : null;

    /// <summary>The memory of every version of a device that was sold; empty when it isn't known.</summary>
    public static ImmutableArray<ByteSize> Sizes(string id) => ProcessorTable.Find(id)?.Sizes ?? [];

    /// <summary>Graphics processors of the same maker that were sold with this much memory, by id.</summary>
    public static IEnumerable<string> WithMemory(string maker, ByteSize memory) =>
        Ids.Where(id => ProcessorTable.Find(id) is { } entry && entry.Facts.Vendor == maker && entry.Facts.Backend != Backend.Cpu && entry.Sizes.Contains(memory));

    /// <summary>Who makes the processor of an id; empty when unknown.</summary>
    public static string Maker(string id) => ProcessorTable.Find(id)?.Facts.Vendor ?? "";

    /// <summary>The power limit of a board or package from its data sheet, in watts; null when it isn't known.</summary>
    public static double? Watts(string? id) => ProcessorTable.Find(id)?.Facts.Watts;

    /// <summary>The host of an id, or null when there is none or it is no processor of a host.</summary>
    public static Host? Host(string id) =>
        ProcessorTable.Find(id) is { Facts.Backend: Backend.Cpu } entry
            ? new Host { CatalogId = id, Memory = entry.Memory, Bandwidth = new Bandwidth(entry.Facts.Bandwidth) }
            : null;

    private static Backend BestBackend(string vendor) =>
        vendor switch { "NVIDIA" => Backend.Cuda, "Apple" => Backend.Metal, "AMD" => Backend.Rocm, _ => Backend.Vulkan };

    /// <summary>CUDA's compute capability, 8.9 as 89.</summary>
    private static int? Capability(ProcessorFacts facts) =>
        facts.Vendor == "NVIDIA" && decimal.TryParse(facts.Generation, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value)
            ? (int)(value * 10)
            : null;
}
