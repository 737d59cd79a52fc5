using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Rigs;
using LocalRig.Units;

namespace LocalRig.Forecasting;

/// <summary>Data-sheet rates of known processors by catalogue id (<c>data/calibration/processors.csv</c>).</summary>
internal static class ProcessorTable
{
    private const double Giga = 1e9;
    private const double Tera = 1e12;

    // Bytes per second of one PCI Express lane by generation (PCI-SIG: 2.5, 5, 8, 16, 32 GT/s; 8b/10b before the third, 128b/130b after).
    private static readonly double[] LaneBytes = [0, 0.25e9, 0.5e9, 0.985e9, 1.969e9, 3.938e9];

    private static readonly Lazy<FrozenDictionary<string, ProcessorEntry>> Entries = new(Read);

    /// <summary>The entry of a catalogue id, or null.</summary>
    public static ProcessorEntry? Find(string? id) => id is not null && Entries.Value.TryGetValue(id, out ProcessorEntry? entry) ? entry : null;

    /// <summary>All catalogue ids.</summary>
    public static IEnumerable<string> Ids => Entries.Value.Keys.Order(StringComparer.Ordinal);

    private static FrozenDictionary<string, ProcessorEntry> Read()
    {
        using Stream stream = typeof(ProcessorTable).Assembly.GetManifestResourceStream("calibration/processors.csv")
            ?? throw new InvalidOperationException("This build lacks its processor table.");
        using StreamReader reader = new(stream);
        reader.ReadLine();
        List<ProcessorEntry> entries = [];
        while (reader.ReadLine() is string line)
        {
            entries.Add(Entry(line.Split(',')));
        }

        return entries.ToFrozenDictionary(e => e.Facts.Id);
    }

    private static ProcessorEntry Entry(string[] cells)
    {
        double? Number(int column, double unit) =>
            double.TryParse(cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value * unit : null;

        ProcessorFacts facts = new()
        {
            Id = cells[0],
            Vendor = cells[1],
            Generation = cells[2],
            Backend = cells[3] == "cpu" ? Backend.Cpu : Backend.Vulkan,
            SharesHostMemory = cells[3] != "discrete",
            Bandwidth = Number(5, Giga) ?? 0,
            Shader = Number(6, Tera),
            Half = Number(7, Tera),
            HalfSums = Number(8, Tera),
            Integer = Number(9, Tera),
            Watts = Number(10, 1),
            SeveralDies = cells[1] == "Apple" && cells[0].Contains("-ultra-", StringComparison.Ordinal),
            Link = Number(11, 1) is double generation && Number(12, 1) is double lanes && generation < LaneBytes.Length
                ? LaneBytes[(int)generation] * lanes
                : null,
        };
        ImmutableArray<ByteSize> sizes =
        [
            .. cells[13]
                .Split('/', StringSplitOptions.RemoveEmptyEntries)
                .Select(static size => ByteSize.FromGibibytes(double.Parse(size, CultureInfo.InvariantCulture))),
        ];
        return new ProcessorEntry(facts, new ByteSize((long)((Number(4, 1) ?? 0) * ByteSize.BytesPerGibibyte)), sizes);
    }
}

/// <summary>One processor of the table.</summary>
/// <param name="Facts">Its rates.</param>
/// <param name="Memory">Its memory in the largest version sold; zero when unknown.</param>
/// <param name="Sizes">The memory of every version sold; empty when unknown.</param>
internal sealed record ProcessorEntry(ProcessorFacts Facts, ByteSize Memory, ImmutableArray<ByteSize> Sizes);
