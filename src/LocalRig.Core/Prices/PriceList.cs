using System.Collections.Immutable;
using LocalRig.Tables;

namespace LocalRig.Prices;

/// <summary>Dated prices this build carries (<c>data/prices</c>): hardware, APIs, electricity, renting, and power read at the wall.
/// What isn't in it is unknown.</summary>
public sealed record PriceList
{
    private static readonly Lazy<PriceList> Embedded = new(() => PriceFiles.Read(Text, []));

    /// <summary>The list that comes with LocalRig.</summary>
    public static PriceList Default => Embedded.Value;

    /// <summary>Claims about hardware, in the file's order.</summary>
    public ImmutableArray<PriceClaim> Hardware { get; init; } = [];

    /// <summary>What APIs ask.</summary>
    public ImmutableArray<ApiPrice> Api { get; init; } = [];

    /// <summary>What electricity costs.</summary>
    public ImmutableArray<ElectricityPrice> Electricity { get; init; } = [];

    /// <summary>What renting costs.</summary>
    public ImmutableArray<RentalPrice> Rental { get; init; } = [];

    /// <summary>Power read at the wall.</summary>
    public ImmutableArray<PowerReading> Power { get; init; } = [];

    /// <summary>What is claimed about a device, newest first.</summary>
    /// <param name="device">Catalogue id: <c>rtx-3090</c>.</param>
    /// <param name="today">The day to judge ages by.</param>
    /// <param name="memoryGiB">Only versions with this much memory; null for all.</param>
    /// <param name="rule">When a claim is stale.</param>
    public DevicePrices Of(string device, DateOnly today, int? memoryGiB = null, StaleRule? rule = null) =>
        new(device, Dated(Hardware.Where(c => c.Form != ProductForm.Memory && c.Device == device && (memoryGiB is null || c.MemoryGiB is null || c.MemoryGiB == memoryGiB)), today, rule));

    /// <summary>What is claimed about main memory of a size, newest first.</summary>
    /// <param name="gibibytes">The kit's size.</param>
    /// <param name="today">The day to judge ages by.</param>
    /// <param name="rule">When a claim is stale.</param>
    /// <param name="generation">The first word of the product: <c>DDR4</c>, <c>DDR5</c>; they cost different sums and fit different boards.</param>
    public DevicePrices OfMainMemory(int gibibytes, DateOnly today, StaleRule? rule = null, string generation = "DDR5") =>
        new("", Dated(Hardware.Where(c => c.Form == ProductForm.Memory && c.MemoryGiB == gibibytes && Generation(c) == generation), today, rule));

    /// <summary>Kits of main memory somebody claims a price of: generation and size in GiB.</summary>
    public ImmutableArray<(string Generation, int Gibibytes)> OfferedMemory =>
        [.. Hardware.Where(c => c.Form == ProductForm.Memory && c.MemoryGiB is not null).Select(c => (Generation(c), c.MemoryGiB!.Value)).Distinct().OrderBy(m => m)];

    /// <summary>The same list with claims of the user's own beside the others.</summary>
    public PriceList With(ImmutableArray<PriceClaim> own) => this with { Hardware = [.. Hardware, .. own] };

    /// <summary>Versions of devices somebody claims a price of, first days aside: catalogue id and memory.</summary>
    public ImmutableArray<(string Device, int? MemoryGiB, ProductForm Form)> Offered =>
        [
            .. Hardware.Where(c => c.Condition != SaleCondition.Launch && c.Form != ProductForm.Memory)
                .Select(c => (c.Device, c.MemoryGiB, c.Form)).Distinct(),
        ];

    /// <summary>Everything wrong with the list that comes with LocalRig; empty in a sound build.</summary>
    /// <param name="devices">Catalogue ids a row may name.</param>
    /// <param name="models">Models of open weights a row may name.</param>
    public static ImmutableArray<string> Validate(IEnumerable<string> devices, IEnumerable<string> models)
    {
        List<string> problems = [];
        PriceList list = PriceFiles.Read(Text, problems);
        problems.AddRange(list.Problems([.. devices], [.. models]));
        return [.. problems];
    }

    /// <summary>Everything wrong with texts somebody gives instead; for tests of the check itself.</summary>
    internal static ImmutableArray<string> Validate(Func<string, string> text, IEnumerable<string> devices, IEnumerable<string> models)
    {
        List<string> problems = [];
        PriceList list = PriceFiles.Read(text, problems);
        problems.AddRange(list.Problems([.. devices], [.. models]));
        return [.. problems];
    }

    private IEnumerable<string> Problems(HashSet<string> devices, HashSet<string> models)
    {
        IEnumerable<string> named = Hardware.Select(c => c.Device).Concat(Rental.Select(r => r.Device)).Concat(Power.Select(p => p.Device));
        foreach (string device in named.Where(d => d.Length > 0 && !devices.Contains(d)).Distinct())
        {
            yield return $"{device} is no device of the catalogue.";
        }

        foreach (ApiPrice price in Api.Where(p => p.OpenWeights && !models.Contains(p.Model)))
        {
            yield return $"{price.Model} is no model of the catalogue.";
        }

        foreach (IGrouping<PriceClaim, PriceClaim> twice in Hardware.GroupBy(c => c).Where(g => g.Count() > 1))
        {
            yield return $"hardware.csv says the same of {twice.Key.Device}{twice.Key.Product} twice.";
        }
    }

    private static ImmutableArray<DatedClaim> Dated(IEnumerable<PriceClaim> claims, DateOnly today, StaleRule? rule) =>
        [
            .. claims
                .OrderByDescending(c => c.By.Date.Last).ThenByDescending(c => c.By.Date.First)
                .Select(c => new DatedClaim(c, c.By.Date.AgeDays(today), c.By.Date.AgeDays(today) > (rule ?? StaleRule.Default).HardwareDays)),
        ];

    private static string Generation(PriceClaim claim) => claim.Product.Split(' ')[0];

    private static string Text(string name) => CarriedFile.Text($"prices/{name}.csv");
}
