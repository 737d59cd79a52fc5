namespace LocalRig.Prices;

/// <summary>When a price is too old to trust; a stale one is shown and marked, never dropped.</summary>
public sealed record StaleRule
{
    // A used RTX 3090 went from 500–800 dollars in the first half of 2026 to 950–1,350 in autumn (data/prices/hardware.csv):
    // in the shortage of memory a quarter of a year changes more than a price's own range.
    private const int Quarter = 90;

    // Household tariffs change with the year.
    private const int Year = 365;

    /// <summary>The rule that holds when nobody gives another.</summary>
    public static StaleRule Default { get; } = new();

    /// <summary>Days until a price of hardware or of renting it is stale.</summary>
    public int HardwareDays { get; init; } = Quarter;

    /// <summary>Days until an API's price is stale.</summary>
    public int ApiDays { get; init; } = Quarter;

    /// <summary>Days until a tariff is stale.</summary>
    public int ElectricityDays { get; init; } = Year;
}
