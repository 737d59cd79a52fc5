using LocalRig.Catalog;
using LocalRig.Devices;

namespace LocalRig.Site;

/// <summary>What a site is made of and where it goes.</summary>
public sealed record SiteOptions
{
    /// <summary>The folder it is written into.</summary>
    public required string Output { get; init; }

    /// <summary>The address it will be found at, for what has to be absolute; null where that isn't known.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>The folder of the built interactive page, copied to <c>app/</c>; null for none.</summary>
    public string? Page { get; init; }

    /// <summary>Which models get pages; for tests, which have no time for all.</summary>
    internal Func<CatalogModel, bool> Models { get; init; } = static _ => true;

    /// <summary>Which devices get pages; for tests, which have no time for all.</summary>
    internal Func<KnownDevice, bool> Devices { get; init; } = static _ => true;
}
