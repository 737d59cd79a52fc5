using System.Globalization;
using LocalRig.Devices;
using LocalRig.Tables;
using LocalRig.Units;
using Xunit;

namespace LocalRig.Core.Tests.Devices;

public class DeviceTableTests
{
    // Data sheets round: 68.3 GB/s for 128 bits of LPDDR4X-4266.
    private const double Rounding = 0.005;

    // CUDA's first release, 2007: nothing older runs a language model.
    private static readonly DateOnly Oldest = new(2007, 1, 1);

    [Fact]
    public void The_table_of_devices_is_sound() => Assert.Empty(Problems(CarriedFile.Text(DeviceTable.Name)));

    [Fact]
    public void Every_problem_is_named_with_its_line_and_column()
    {
        const string Bad = """
            id,product,maker,kind,generation,memoryGiB,busBits,memoryType,bandwidthGBs,shaderTera,halfTera,halfSumsTera,integerTera,watts,pcieGeneration,pcieLanes,release,names,driverNames,sources
            rtx-1,,NVIDIA,card,8.9,16/8,64,DDR5-1000,9,x,,,,,4,,soon,,,http://example.org
            rtx-1,RTX 1,NVIDIA,discrete,8.9,much,,,,,,,,-5,,,1999,RTX 1,a b,
            rtx-2,RTX 2,NVIDIA
            """;
        string[] expected =
        [
            "line 2: product is empty", "line 2: kind \"card\" is none of", "line 2: memoryGiB \"16/8\" doesn't ascend", "line 2: bandwidthGBs 9 isn't 64 bits of DDR5-1000",
            "line 2: shaderTera \"x\" is no number", "line 2: pcieLanes is empty", "line 2: release \"soon\" is no date", "line 2: sources \"http://example.org\" is no address",
            "line 3: id \"rtx-1\" stands in line 2 already", "line 3: memoryGiB \"much\" is no size", "line 3: bandwidthGBs is empty", "line 3: watts -5 isn't above zero",
            "line 3: release \"1999\" is older than", "line 3: names \"RTX 1\" follows from the product", "line 3: driverNames \"a b\" is more than a word", "line 3: sources is empty",
            "line 4: has 3 cells",
        ];
        List<string> problems = Problems(Bad);
        Assert.All(expected, e => Assert.Contains(problems, p => p.Contains(e, StringComparison.Ordinal)));
        Assert.Equal(expected.Length, problems.Count);
    }

    private static List<string> Problems(string text)
    {
        List<string> problems = [];
        Dictionary<string, int> lines = [];
        foreach ((int index, CsvRow row) in CsvTable.Rows(DeviceTable.Name, text, problems).Index())
        {
            KnownDevice device = DeviceTable.Read(row);
            if (!lines.TryAdd(device.Id, index + 2))
            {
                row.Problem($"id \"{device.Id}\" stands in line {lines[device.Id]} already");
            }

            Memory(row, device);
            Rates(row);
            Names(row, device);
            Sources(row, device);
        }

        return problems;
    }

    private static void Memory(CsvRow row, KnownDevice device)
    {
        ByteSize[] versions = [.. device.MemoryVersions];
        if (!versions.SequenceEqual(versions.Order().Distinct()))
        {
            row.Problem($"memoryGiB \"{row["memoryGiB"]}\" doesn't ascend");
        }

        if (!device.IsHost && row["memoryGiB"].Length == 0)
        {
            row.Problem("memoryGiB is empty");
        }

        double gigabytes = device.Bandwidth.GigabytesPerSecond;
        if (device.BusBits is int bits && device.MemoryType.Split('-') is [_, string rate]
            && Math.Abs(bits / 8 * double.Parse(rate, CultureInfo.InvariantCulture) / 1000 - gigabytes) > gigabytes * Rounding)
        {
            row.Problem($"bandwidthGBs {gigabytes} isn't {bits} bits of {device.MemoryType}");
        }
    }

    private static void Rates(CsvRow row)
    {
        row.Needed("bandwidthGBs");
        foreach (string title in new[] { "busBits", "bandwidthGBs", "shaderTera", "halfTera", "halfSumsTera", "integerTera", "watts", "pcieGeneration", "pcieLanes" })
        {
            if (double.TryParse(row[title], CultureInfo.InvariantCulture, out double value) && value <= 0)
            {
                row.Problem($"{title} {value} isn't above zero");
            }
        }

        if (row["pcieGeneration"].Length > 0)
        {
            row.Needed("pcieLanes");
        }
    }

    private static void Names(CsvRow row, KnownDevice device)
    {
        foreach (string name in device.Names.Where(n => ProductName.Key(n) == ProductName.Key(device.Product) || ProductName.Key(n) == ProductName.Key(device.Id)))
        {
            row.Problem($"names \"{name}\" follows from the product");
        }

        foreach (string name in device.DriverNames.Where(n => n.Any(c => !char.IsAsciiLetterOrDigit(c))))
        {
            row.Problem($"driverNames \"{name}\" is more than a word");
        }
    }

    private static void Sources(CsvRow row, KnownDevice device)
    {
        row.Needed("sources");
        foreach (string source in device.Sources.Where(s => !Uri.TryCreate(s, UriKind.Absolute, out Uri? address) || address.Scheme != Uri.UriSchemeHttps))
        {
            row.Problem($"sources \"{source}\" is no address");
        }

        if (device.Release is ReleaseDate release && release.First < Oldest)
        {
            row.Problem($"release \"{release}\" is older than {Oldest:yyyy}");
        }
    }
}
