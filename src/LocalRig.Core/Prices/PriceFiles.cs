using System.Collections.Immutable;
using System.Globalization;
using LocalRig.Tables;

namespace LocalRig.Prices;

/// <summary>Reads the files of <c>data/prices</c>.</summary>
internal static class PriceFiles
{
    /// <summary>Their names.</summary>
    public static ImmutableArray<string> Names { get; } = ["hardware", "api", "electricity", "rental", "power"];

    /// <summary>Makes a list of texts.</summary>
    /// <param name="text">The text of a file by its name.</param>
    /// <param name="problems">Where problems go.</param>
    public static PriceList Read(Func<string, string> text, List<string> problems)
    {
        IEnumerable<CsvRow> Rows(string name) => CsvTable.Rows(name + ".csv", text(name), problems);
        return new PriceList
        {
            Hardware = [.. Rows("hardware").Select(Hardware)],
            Api = [.. Rows("api").Select(Api)],
            Electricity = [.. Rows("electricity").Select(r => new ElectricityPrice(r.Needed("region"), r.Needed("name"), r.Amount("perKilowattHour") ?? 0, r.Currency(), r.By()))],
            Rental = [.. Rows("rental").Select(r => new RentalPrice(r.Needed("device"), r.Range(), r.By()))],
            Power = [.. Rows("power").Select(Power)],
        };
    }

    private static PriceClaim Hardware(CsvRow row)
    {
        ProductForm form = row.Word<ProductForm>("form");
        string device = row["device"];
        int? memory = (int?)row.Amount("memoryGiB", mayBeEmpty: true);
        if (device.Length == 0 && form != ProductForm.Memory)
        {
            row.Problem("names no device");
        }

        if (form != ProductForm.Card && (memory is null || row["product"].Length == 0))
        {
            row.Problem("a whole machine or memory needs its product's name and how much memory it has");
        }

        return new PriceClaim(device, memory, row["product"], form, row.Word<SaleCondition>("condition"), row.Range(), row.By());
    }

    private static ApiPrice Api(CsvRow row)
    {
        string open = row.Choice("openWeights", "yes", "no");
        return new ApiPrice(
            row.Needed("model"), open == "yes", row.Needed("provider"), row.Amount("input") ?? 0, row.Amount("output") ?? 0,
            row.Amount("cacheRead", mayBeEmpty: true), row.Currency(), row.By());
    }

    private static PowerReading Power(CsvRow row)
    {
        double? load = (double?)row.Amount("loadWatts", mayBeEmpty: true);
        double? idle = (double?)row.Amount("idleWatts", mayBeEmpty: true);
        if (load is null && idle is null)
        {
            row.Problem("has neither a load nor an idle reading");
        }

        if (load is not null)
        {
            row.Needed("load");
        }

        int count = int.TryParse(row["count"], NumberStyles.None, CultureInfo.InvariantCulture, out int given) && given > 0 ? given : 0;
        if (count == 0)
        {
            row.Problem($"count \"{row["count"]}\" is no number of devices");
        }

        return new PowerReading(row.Needed("device"), count, load, idle, row.Needed("machine"), row["load"], row.By());
    }
}
