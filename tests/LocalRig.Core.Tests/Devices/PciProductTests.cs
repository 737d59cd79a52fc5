using LocalRig.Devices;
using LocalRig.Tables;
using Xunit;

namespace LocalRig.Core.Tests.Devices;

/// <summary>PCI ids against libdrm's amdgpu.ids and the PCI ID database, as owners of the devices report them too: 67df rev e7 is a Radeon RX 580
/// (RainbowMiner issue 1451), 9bc4 UHD Graphics (systeminformation issue 790).</summary>
public class PciProductTests
{
    [Theory]
    [InlineData("0x1002", "0x67df", "0xe7", "AMD Radeon RX 580 Series", false, "rx-580")]
    [InlineData("1002", "73DF", "C1", "AMD Radeon RX 6700 XT", false, "rx-6700-xt")]
    [InlineData("0x1002\n", "0x744c\n", "0xc8\n", "AMD Radeon RX 7900 XTX", false, "rx-7900-xtx")]
    [InlineData("1002", "744c", "cc", "AMD Radeon RX 7900 XT", false, "rx-7900-xt")]
    [InlineData("1002", "7550", "c0", "AMD Radeon RX 9070 XT", false, "rx-9070-xt")]
    [InlineData("1002", "7590", "c0", "AMD Radeon RX 9060 XT", false, "rx-9060-xt")]
    [InlineData("1002", "1586", "c2", "AMD Radeon 8050S Graphics", true, "strix-halo-385")]
    [InlineData("1002", "1586", "ff", "", true, "")]
    [InlineData("1002", "73df", "", "", false, "")]
    [InlineData("1002", "164e", "c9", "AMD Radeon 610M", true, "radeon-610m")]
    [InlineData("8086", "9bc4", "05", "Intel UHD Graphics", true, "")]
    [InlineData("8086", "e211", "", "Intel Arc Pro B60", false, "arc-pro-b60")]
    [InlineData("10de", "2204", "a1", "NVIDIA GeForce RTX 3090", false, "rtx-3090")]
    public void Ids_name_a_product_and_tell_graphics_in_processors(string vendor, string device, string revision, string product, bool shares, string ids)
    {
        PciProduct found = Assert.IsType<PciProduct>(PciProducts.Find(vendor, device, revision));
        Assert.Equal((product, shares, ids), (found.Product, found.SharesHostMemory, string.Join('|', found.CatalogIds)));
    }

    [Theory]
    [InlineData("1002", "7fff", "00")]
    [InlineData("1a03", "2000", "41")]
    [InlineData("", "", "")]
    public void Other_ids_name_none(string vendor, string device, string revision) => Assert.Null(PciProducts.Find(vendor, device, revision));

    /// <summary>Ids without a row are no fault: such a device is known by name and memory. The test's output lists them.</summary>
    [Fact]
    public void Ids_without_a_row_yet_are_written_as_ids_are()
    {
        string[] missing = [.. CsvTable.Rows(PciProducts.Name).SelectMany(r => PciProducts.Read(r).Product.CatalogIds).Distinct()
            .Where(id => !DeviceCatalog.Default.Ids.Any(known => known == id || known.StartsWith(id + "-", StringComparison.Ordinal))).Order(StringComparer.Ordinal)];
        TestContext.Current.TestOutputHelper?.WriteLine($"{missing.Length} ids have no row in the catalogue: {string.Join(' ', missing)}");
        Assert.All(missing, id => Assert.Equal(ProductName.Hyphenated(id), id));
    }

    [Fact]
    public void The_table_of_ids_is_sound()
    {
        List<string> problems = [];
        HashSet<string> keys = [];
        foreach (CsvRow row in CsvTable.Rows(PciProducts.Name, CarriedFile.Text(PciProducts.Name), problems))
        {
            row.Choice("vendor", "1002", "8086", "10de");
            row.Choice("source", "amdgpu.ids", "pci.ids");
            (string key, PciProduct product) = PciProducts.Read(row);
            if (!keys.Add(key) || key.Any(char.IsAsciiLetterUpper))
            {
                row.Problem($"the ids {key} stand twice, or not in small letters");
            }

            foreach (KnownDevice known in product.CatalogIds.Select(DeviceCatalog.Default.Find).OfType<KnownDevice>().Where(k => k.SharesHostMemory != product.SharesHostMemory || k.IsHost))
            {
                row.Problem($"{known.Id} is another kind of device");
            }
        }

        Assert.Empty(problems);
        Assert.NotEmpty(keys);
    }
}
