using System.Collections.Immutable;
using LocalRig.Devices;
using LocalRig.Prices;
using LocalRig.Rigs;

namespace LocalRig.Site.Facts;

/// <summary>A device and everything its page says of it.</summary>
/// <param name="Device">Its data sheet.</param>
/// <param name="Slug">Its part of addresses.</param>
/// <param name="Prices">What is claimed of its price.</param>
internal sealed record DeviceFacts(KnownDevice Device, string Slug, DevicePrices Prices)
{
    /// <summary>The machine it was surveyed as.</summary>
    public required Rig Rig { get; init; }

    /// <summary>What it runs, best first.</summary>
    public ImmutableArray<Run> Runs { get; set; } = [];

    /// <summary>Versions with less memory, smallest first.</summary>
    public ImmutableArray<VersionFacts> Smaller { get; set; } = [];

    /// <summary>What it runs by model.</summary>
    public ImmutableDictionary<string, Run> ByModel { get; set; } = ImmutableDictionary<string, Run>.Empty;

    /// <summary>What people call it: <c>GeForce RTX 3090</c>.</summary>
    public string Name => Device.Product.Length > 0 ? Device.Product : Device.Id;

    /// <summary>Its page.</summary>
    public string Path => $"devices/{Slug}.html";

    /// <summary>The question its runs answer.</summary>
    public Asked Asked => Asked.Of($"localrig --rig {Asked.Word(Device.Id)}", "survey", ("rig", Device.Id));
}
