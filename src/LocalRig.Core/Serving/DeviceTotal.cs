using System.Collections.Frozen;
using System.Collections.Immutable;
using LocalRig.Rigs;
using LocalRig.Tables;
using LocalRig.Units;

namespace LocalRig.Serving;

/// <summary>What PyTorch calls a card's memory, of which vLLM and SGLang take their share: less than the box says, as their logs print it.</summary>
internal static class DeviceTotal
{
    private const string Table = "totals.csv";

    // Cards without a row: from the least of the rows for cards with memory of their own (31.4 of 32 GiB on RTX 5090) to all of the box.
    private const double LeastOfNominal = 0.98;
    private const double LikelyOfNominal = 0.985;

    // What drivers report of a card (data/devices/reported.csv) to what PyTorch does: 31.4 of 31.84 GiB on RTX 5090, 79.18 of 79.65 on H100,
    // all of 23.56 on RTX 3090.
    private const double LeastOfReported = 0.985;
    private const double LikelyOfReported = 0.994;

    // Where the same memory is the host's, as much less as the system keeps: 121.69 of 128 GiB on GB10.
    private const double LeastOfShared = 0.95;

    private static readonly Lazy<FrozenDictionary<string, ByteSize>> Known = new(() => Read([]));

    /// <summary>The memory of a device, exact where a log printed it.</summary>
    public static SizeRange Of(Device device) =>
        device.CatalogId is not { } id ? SizeRange.Exactly(device.Memory)
        : Known.Value.TryGetValue(id, out ByteSize total) ? SizeRange.Exactly(total)
        : device.Usable is { } usable && !device.SharesHostMemory ? new(new((long)(usable.Bytes * LeastOfReported)), new((long)(usable.Bytes * LikelyOfReported)), usable)
        : new(Part(device, LeastOfNominal, LeastOfShared), Part(device, LikelyOfNominal, LeastOfShared), device.Memory);

    /// <summary>Everything wrong with the table.</summary>
    public static ImmutableArray<string> Validate()
    {
        List<string> problems = [];
        Read(problems);
        return [.. problems];
    }

    private static ByteSize Part(Device device, double own, double shared) => new((long)(device.Memory.Bytes * (device.SharesHostMemory ? shared : own)));

    private static FrozenDictionary<string, ByteSize> Read(List<string> problems)
    {
        Dictionary<string, ByteSize> all = [];
        foreach (CsvRow row in CsvTable.Rows(Table, CarriedFile.Text($"serving/{Table}"), problems))
        {
            row.Address("source");
            row.Needed("date");
            if (row.Number("gib") is double gib)
            {
                all[row.Needed("device")] = ByteSize.FromGibibytes(gib);
            }
        }

        return all.ToFrozenDictionary();
    }
}
