namespace LocalRig.Prices;

/// <summary>Who says so and when.</summary>
/// <param name="Date">When it was seen.</param>
/// <param name="Kind"><c>vendor</c>, <c>third-party</c> or <c>community</c>.</param>
/// <param name="Source">Address, or a name where none was kept.</param>
/// <param name="Note">What else the source says, or empty.</param>
public sealed record Attribution(PriceDate Date, string Kind, string Source, string Note);

/// <summary>One claim of what a piece of hardware costs.</summary>
/// <param name="Device">Catalogue id of the processor; empty for main memory.</param>
/// <param name="MemoryGiB">The memory of the version meant; null where the device comes with one size.</param>
/// <param name="Product">The product's name; empty for a card alone.</param>
/// <param name="Form">What is bought.</param>
/// <param name="Condition">New, used, the maker's list.</param>
/// <param name="Range">The price of one.</param>
/// <param name="By">Who says so and when.</param>
public sealed record PriceClaim(
    string Device, int? MemoryGiB, string Product, ProductForm Form, SaleCondition Condition, PriceRange Range, Attribution By);

/// <summary>What is bought.</summary>
public enum ProductForm
{
    /// <summary>A graphics card; machine and power supply are not included.</summary>
    Card,

    /// <summary>A whole computer.</summary>
    Box,

    /// <summary>A whole computer with a battery.</summary>
    Laptop,

    /// <summary>Main memory.</summary>
    Memory,
}

/// <summary>How something is sold.</summary>
public enum SaleCondition
{
    /// <summary>Second hand.</summary>
    Used,

    /// <summary>New, at what shops ask.</summary>
    New,

    /// <summary>New, at what the maker asks today.</summary>
    List,

    /// <summary>What the maker asked on the first day: history, not an offer.</summary>
    Launch,
}

/// <summary>A claim seen from a day.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="AgeDays">How old it is at most.</param>
/// <param name="Stale">Whether that is too old to trust.</param>
public sealed record DatedClaim(PriceClaim Claim, int AgeDays, bool Stale);
