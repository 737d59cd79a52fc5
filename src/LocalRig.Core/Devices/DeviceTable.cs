using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Tables;
using LocalRig.Units;

namespace LocalRig.Devices;

/// <summary>Reads the table of devices (<c>data/devices/devices.csv</c>; the README beside it explains the columns).</summary>
internal static class DeviceTable
{
    /// <summary>The table's name below <c>data</c>.</summary>
    public const string Name = "devices/devices.csv";

    private const double Tera = 1e12;

    /// <summary>The device of a row; what can't be read is noted in the row and left unknown.</summary>
    public static KnownDevice Read(CsvRow row)
    {
        DeviceKind kind = row.Choice("kind", "discrete", "unified", "cpu") switch { "cpu" => DeviceKind.Cpu, "unified" => DeviceKind.Unified, _ => DeviceKind.Discrete };
        ImmutableArray<ByteSize> sizes = Sizes(row);
        return new KnownDevice
        {
            Id = row.Needed("id"),
            Product = row.Needed("product"),
            Maker = row.Needed("maker"),
            Kind = kind,
            Generation = row["generation"],
            MemoryVersions = kind == DeviceKind.Cpu ? [] : sizes,
            Memory = sizes.IsEmpty ? ByteSize.Zero : sizes[^1],
            BusBits = (int?)row.Number("busBits"),
            MemoryType = row["memoryType"],
            Bandwidth = Bandwidth.FromGigabytesPerSecond(row.Number("bandwidthGBs") ?? 0),
            Compute = new ComputeRates(row.Number("shaderTera") * Tera, row.Number("halfTera") * Tera, row.Number("halfSumsTera") * Tera, row.Number("integerTera") * Tera),
            Watts = row.Number("watts"),
            Pcie = row.Number("pcieGeneration") is double generation && row.Number("pcieLanes") is double lanes ? new PcieLink((int)generation, (int)lanes) : null,
            Release = Release(row),
            Names = List(row, "names", '|'),
            DriverNames = List(row, "driverNames", '|'),
            Sources = List(row, "sources", '|'),
        };
    }

    private static ImmutableArray<ByteSize> Sizes(CsvRow row)
    {
        ImmutableArray<ByteSize>.Builder sizes = ImmutableArray.CreateBuilder<ByteSize>();
        foreach (string text in List(row, "memoryGiB", '/'))
        {
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double gibibytes) && gibibytes > 0)
            {
                sizes.Add(ByteSize.FromGibibytes(gibibytes));
            }
            else
            {
                row.Problem($"memoryGiB \"{text}\" is no size");
            }
        }

        return sizes.ToImmutable();
    }

    private static ReleaseDate? Release(CsvRow row)
    {
        string text = row["release"];
        if (!ReleaseDate.TryParse(text, out ReleaseDate? date) && text.Length > 0)
        {
            row.Problem($"release \"{text}\" is no date");
        }

        return date;
    }

    private static ImmutableArray<string> List(CsvRow row, string title, char separator) =>
        row[title] is { Length: > 0 } text ? [.. text.Split(separator)] : [];
}
