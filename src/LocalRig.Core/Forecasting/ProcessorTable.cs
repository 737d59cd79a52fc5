using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Rigs;
using LocalRig.Tables;
using LocalRig.Units;

namespace LocalRig.Forecasting;

/// <summary>Data-sheet rates of known processors by catalogue id (<c>data/calibration/processors.csv</c>).</summary>
internal static class ProcessorTable
{
    private const double Giga = 1e9;
    private const double Tera = 1e12;

    // Bytes per second of one PCI Express lane by generation (PCI-SIG: 2.5, 5, 8, 16, 32 GT/s; 8b/10b before the third, 128b/130b after).
    private static readonly double[] LaneBytes = [0, 0.25e9, 0.5e9, 0.985e9, 1.969e9, 3.938e9];

    private static readonly Lazy<FrozenDictionary<string, ProcessorEntry>> Entries = new(static () => CsvTable.Rows("calibration/processors.csv").Select(Entry).ToFrozenDictionary(e => e.Facts.Id));

    /// <summary>The entry of a catalogue id, or null.</summary>
    public static ProcessorEntry? Find(string? id) => id is not null && Entries.Value.TryGetValue(id, out ProcessorEntry? entry) ? entry : null;

    /// <summary>All catalogue ids.</summary>
    public static IEnumerable<string> Ids => Entries.Value.Keys.Order(StringComparer.Ordinal);

    private static ProcessorEntry Entry(CsvRow row)
    {
        string kind = row["kind"];
        ProcessorFacts facts = new()
        {
            Id = row["id"],
            Vendor = row["vendor"],
            Generation = row["generation"],
            Backend = kind == "cpu" ? Backend.Cpu : Backend.Vulkan,
            SharesHostMemory = kind != "discrete",
            Bandwidth = row.Number("bandwidthGBs") * Giga ?? 0,
            Shader = row.Number("shaderTera") * Tera,
            Half = row.Number("halfTera") * Tera,
            HalfSums = row.Number("halfSumsTera") * Tera,
            Integer = row.Number("integerTera") * Tera,
            Watts = row.Number("watts"),
            SeveralDies = row["vendor"] == "Apple" && row["id"].Contains("-ultra-", StringComparison.Ordinal),
            Link = row.Number("pcieGeneration") is double generation && row.Number("pcieLanes") is double lanes && generation < LaneBytes.Length
                ? LaneBytes[(int)generation] * lanes
                : null,
        };
        ImmutableArray<ByteSize> sizes =
        [
            .. row["memorySizesGiB"]
                .Split('/', StringSplitOptions.RemoveEmptyEntries)
                .Select(static size => ByteSize.FromGibibytes(double.Parse(size, CultureInfo.InvariantCulture))),
        ];
        return new ProcessorEntry(facts, new ByteSize((long)((row.Number("memoryGiB") ?? 0) * ByteSize.BytesPerGibibyte)), sizes);
    }
}

/// <summary>One processor of the table.</summary>
/// <param name="Facts">Its rates.</param>
/// <param name="Memory">Its memory in the largest version sold; zero when unknown.</param>
/// <param name="Sizes">The memory of every version sold; empty when unknown.</param>
internal sealed record ProcessorEntry(ProcessorFacts Facts, ByteSize Memory, ImmutableArray<ByteSize> Sizes);
